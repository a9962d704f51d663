import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dataset, parseFile } from '../../src/dicom/index.ts';
import { type DicomPeer, findscu } from './dcmtk.ts';
import type { Output } from './processes.ts';
import type { TemporaryDirectory } from './temp.ts';

export interface FindscuAnswer {
  readonly output: Output;
  /** What findscu wrote to files: the identifiers of the pending responses, in order. */
  readonly matches: readonly Dataset[];
}

/** Asks with findscu and reads what it got. */
export async function foundByFindscu(
  peer: DicomPeer,
  directory: TemporaryDirectory,
  keys: readonly string[],
  args: readonly string[] = ['-S'],
): Promise<FindscuAnswer> {
  const into = mkdtempSync(directory.join('found-'));
  const output = await findscu(peer, keys, [...args, '-v', '-X', '-od', into]);
  const files = readdirSync(into).sort();
  return { output, matches: files.map((name) => parseFile(readFileSync(join(into, name))).dataset) };
}
