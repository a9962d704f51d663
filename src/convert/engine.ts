import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IsocenterError } from '../base/index.ts';
import type { EngineKind } from '../contract/index.ts';
import { runBounded } from '../programs/index.ts';
import { convertLimits } from './limits.ts';

export interface Engine {
  readonly kind: EngineKind;
  /** Such as `v1.0.20241231`. */
  readonly version: string;
  readonly command: EngineCommand;
}

/** A program and its first arguments. */
export type EngineCommand = readonly [program: string, ...args: string[]];

export interface Engines {
  readonly installed: Engine | undefined;
  /** Asked for when it is needed: it takes a moment to say what it is. */
  readonly builtIn: () => Promise<Engine>;
}

/**
 * The engines of this machine. An installed one that does not run counts as none.
 * @param searchPath folders as in the environment variable PATH
 */
export async function findEngines(searchPath: string): Promise<Engines> {
  return { installed: await installedEngine(searchPath), builtIn: builtInEngine };
}

let knownBuiltIn: Promise<Engine> | undefined;

function builtInEngine(): Promise<Engine> {
  knownBuiltIn ??= engineOf('built-in', builtInCommand());
  // Asked again when it failed.
  knownBuiltIn.catch(() => {
    knownBuiltIn = undefined;
  });
  return knownBuiltIn;
}

/**
 * The engine for a series of so many bytes: the installed one where it is.
 * @throws IsocenterError `convert/no-engine`: the wanted one is not there; `convert/too-large` for the built-in one.
 */
export async function chooseEngine(engines: Engines, bytes: number, wanted?: EngineKind): Promise<Engine> {
  if (engines.installed && wanted !== 'built-in') return engines.installed;
  if (wanted === 'installed') throw new IsocenterError('convert/no-engine');
  const limit = convertLimits.builtInBytes;
  if (bytes > limit)
    throw new IsocenterError('convert/too-large', {
      reason: `it has ${megabytes(bytes)} MB, over the limit of ${megabytes(limit)} MB`,
    });
  return await engines.builtIn();
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 ** 2);

async function installedEngine(searchPath: string): Promise<Engine | undefined> {
  for (const folder of searchPath.split(delimiter).filter(isAbsolute)) {
    const program = join(folder, 'dcm2niix');
    if (!(await isExecutable(program))) continue;
    return await engineOf('installed', [program]).catch(() => undefined);
  }
  return undefined;
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function engineOf(kind: EngineKind, command: EngineCommand): Promise<Engine> {
  const { said } = await runBounded({
    command: [...command, '--version'],
    seconds: convertLimits.versionSeconds,
    memoryBytes: convertLimits.memoryBytes,
  });
  const version = /^v[\w.]+$/m.exec(said)?.[0];
  if (version === undefined)
    throw new IsocenterError('convert/failed', { reason: 'it does not say its version' });
  return { kind, version, command };
}

/** A process of its own for each conversion: it can be ended, and its memory goes with it. */
function builtInCommand(): EngineCommand {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return [process.execPath, fileURLToPath(new URL(`./built-in-dcm2niix.${extension}`, import.meta.url))];
}
