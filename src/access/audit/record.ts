import { createHash } from 'node:crypto';
import type { AuditRecord } from '../../contract/index.ts';

/** What a record says, before it has its place in the chain. */
export type AuditContent = Omit<AuditRecord, 'sequence' | 'previous' | 'hash'>;

/** The hash that the first record follows. */
export const CHAIN_START = '0'.repeat(64);

/** A record and its line. `hash` covers everything before it in the line, the hash of the record before included. */
export function chained(
  content: AuditContent,
  sequence: number,
  previous: string,
): { record: AuditRecord; line: string } {
  const unsigned = { sequence, ...content, previous };
  const hash = hashOf(unsigned);
  return { record: { ...unsigned, hash }, line: `${JSON.stringify({ ...unsigned, hash })}\n` };
}

/** undefined when the line is no record, or says anything else than its hash does. */
export function recordOf(line: string): AuditRecord | undefined {
  try {
    const { hash, ...unsigned } = JSON.parse(line) as AuditRecord;
    return hash === hashOf(unsigned) ? { ...unsigned, hash } : undefined;
  } catch {
    // Whatever a line is that cannot be read: it is not what was written.
    return undefined;
  }
}

function hashOf(unsigned: Omit<AuditRecord, 'hash'>): string {
  return createHash('sha256').update(JSON.stringify(unsigned)).digest('hex');
}
