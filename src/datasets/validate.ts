import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { type DatasetVerdict, problemOf } from '../contract/index.ts';
import { runBounded } from '../programs/index.ts';

const VALIDATOR = 'bids-validator';
const SECONDS = 600;
const MEMORY_BYTES = 4 * 1024 ** 3;
/** Of what it finds. */
const SHOWN = 20;

/**
 * What the BIDS validator says of a dataset, where it is installed; undefined where it is not. Both the one of npm and its successor
 * begin what they find with `[ERR]`, `[ERROR]` or `[WARN]`, `[WARNING]`.
 * @param searchPath folders as in the environment variable PATH
 */
export async function validateDataset(
  folder: string,
  searchPath: string,
  signal: AbortSignal,
): Promise<DatasetVerdict | undefined> {
  const program = await findProgram(searchPath);
  if (program === undefined) return undefined;
  try {
    const { code, said } = await runBounded({
      command: [program, folder],
      environment: { PATH: searchPath, NO_COLOR: '1', HOME: folder },
      ...{ seconds: SECONDS, memoryBytes: MEMORY_BYTES, signal },
    });
    const found = said.split('\n').flatMap(findingIn);
    const errors = found.filter(({ isError }) => isError);
    // One that ends badly and names nothing could not do its work.
    const failure =
      code !== 0 && errors.length === 0
        ? new IsocenterError('program/failed', {
            program: VALIDATOR,
            code: code ?? 'none',
            said: said.trim().slice(0, 300),
          })
        : undefined;
    return {
      ...{ errors: errors.length, warnings: found.length - errors.length },
      found: [...errors, ...found.filter(({ isError }) => !isError)].slice(0, SHOWN).map(({ text }) => text),
      ...(failure && { failure: problemOf(failure) }),
    };
  } catch (error) {
    if (signal.aborted) throw error;
    return { errors: 0, warnings: 0, found: [], failure: problemOf(error) };
  }
}

function findingIn(line: string): { readonly isError: boolean; readonly text: string }[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it colours what it says, whatever it is told
  const plain = line.replace(/\u001b\[[0-9;]*m/g, '');
  const [, kind, text = ''] = /\[(ERR|WARN)[A-Z]*\]\s*(.*)$/.exec(plain) ?? [];
  return kind === undefined ? [] : [{ isError: kind === 'ERR', text: text.trim().slice(0, 300) }];
}

async function findProgram(searchPath: string): Promise<string | undefined> {
  for (const folder of searchPath.split(delimiter).filter(isAbsolute)) {
    const program = join(folder, VALIDATOR);
    const isThere = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return program;
  }
  return undefined;
}
