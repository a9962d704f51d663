import type { Actor } from '../contract/index.ts';
import { applyRecord } from './apply-record.ts';
import type { ArchiveParts } from './parts.ts';
import type { RecordKind, RecordPayloads } from './records.ts';

/**
 * Carries out a decision: first it is on record, durable; then the catalog follows. When it rejects with `catalog/*` the
 * decision may be on record: then it is carried out as soon as the database answers.
 */
export async function decide<Kind extends RecordKind>(
  parts: Pick<ArchiveParts, 'records' | 'catalog' | 'store'>,
  kind: Kind,
  payload: RecordPayloads[Kind],
  actor: Actor,
): Promise<void> {
  const { records } = parts;
  // Decisions take effect in the order in which they were made.
  await records.catchUp((record) => applyRecord(parts, record));
  const written = await records.write(kind, payload, actor);
  try {
    await applyRecord(parts, written.record);
  } catch (error) {
    records.postpone([written]);
    throw error;
  }
  records.applied(written);
}
