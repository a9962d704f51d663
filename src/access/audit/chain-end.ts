import { createHash } from 'node:crypto';
import path from 'node:path';
import type { AuditRecord } from '../../contract/index.ts';
import { CHAIN_START, recordOf } from './record.ts';
import { firstOf, linesOf, segmentsIn } from './segments.ts';

/** What the next record follows. */
export type ChainEnd = Pick<AuditRecord, 'sequence' | 'hash'>;

/**
 * Where the log goes on. Numbers are never given twice, whatever happened to it: a file that nothing was written to yet is
 * passed over, and a line that is no record any more still counts, for `verify` to name it.
 */
export async function chainEndIn(directory: string): Promise<ChainEnd> {
  const names = segmentsIn(directory);
  for (const name of names.toReversed()) {
    const end = await endOf(path.join(directory, name), firstOf(name) - 1);
    if (end) return end;
  }
  const newest = names.at(-1);
  return { sequence: newest === undefined ? 0 : firstOf(newest) - 1, hash: CHAIN_START };
}

/** @param before the number that its first record follows. */
async function endOf(file: string, before: number): Promise<ChainEnd | undefined> {
  let end: ChainEnd | undefined;
  for await (const line of linesOf(file))
    end = recordOf(line) ?? { sequence: (end?.sequence ?? before) + 1, hash: statedHash(line) };
  return end;
}

/** Of a line that is no record: when it is put right again, the chain is whole. */
function statedHash(line: string): string {
  return /"hash":"([0-9a-f]{64})"\}$/.exec(line)?.[1] ?? createHash('sha256').update(line).digest('hex');
}
