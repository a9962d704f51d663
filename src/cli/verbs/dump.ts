import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { IsocenterError } from '../../base/index.ts';
import { type DicomFile, dumpDataset, parseFile, transferSyntaxOf, uidEntry } from '../../dicom/index.ts';
import type { Cli } from '../frame/cli.ts';
import { createCommand } from '../frame/command.ts';
import { wholeNumber } from '../frame/numbers.ts';

export function command(cli: Cli): Command {
  const dump = createCommand('dump', 'Show what is in a DICOM file; needs no archive', [
    ['dump image.dcm', 'every element with tag, type, length, name and value'],
    ['dump image.dcm --width 200', 'longer values'],
  ]);
  return dump
    .argument('<file...>')
    .option('--width <n>', 'characters of a value (default: 80)', wholeNumber)
    .action((paths: string[], { width }: { width?: number }) => {
      for (const path of paths) {
        if (paths.length > 1) cli.out.print(`# ${path}`);
        for (const line of dumpLines(readDicom(path), width)) cli.out.print(line);
      }
    });
}

/** Damaged files are shown as far as they can be read. */
function readDicom(path: string): DicomFile {
  return parseFile(readBytes(path), { tolerant: true });
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = `${path} cannot be read: ${code ?? message}.`;
    throw new IsocenterError('input/invalid', { reason }, error);
  }
}

function* dumpLines(
  { meta, dataset, transferSyntaxUid }: DicomFile,
  width: number | undefined,
): Generator<string> {
  yield* dumpDataset(meta, { width });
  yield `# ${uidEntry(transferSyntaxUid)?.name ?? transferSyntaxUid}${transferSyntaxOf(transferSyntaxUid) ? '' : ' (not known)'}`;
  yield* dumpDataset(dataset, { width });
}
