import type { Actor } from '../contract/index.ts';
import { applyRecord } from './apply-record.ts';
import type { ArchiveParts } from './parts.ts';
import type { RecordKind, RecordPayloads } from './records.ts';

/** Carries out a decision: first it is on record, durable; then the catalog follows. */
export async function decide<Kind extends RecordKind>(
  parts: Pick<ArchiveParts, 'records' | 'catalog' | 'store'>,
  kind: Kind,
  payload: RecordPayloads[Kind],
  actor: Actor,
): Promise<void> {
  const written = await parts.records.write(kind, payload, actor);
  await applyRecord(parts, written.record);
  parts.records.applied(written);
}
