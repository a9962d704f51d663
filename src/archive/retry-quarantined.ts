/** A file in quarantine is taken in once more: a newer version may read it, or what was in the way is gone. */
import { asIsocenterError, IsocenterError } from '../base/index.ts';
import type { Actor, Origin, ResultFor, Scope } from '../contract/index.ts';
import { HEAD_LENGTH } from './file-meta.ts';
import { digestOfFileKey, readFileNote } from './file-note.ts';
import { InstanceIngest } from './ingest.ts';
import { DicomFileIngest } from './ingest-dicom-file.ts';
import { keepBytes } from './keep-bytes.ts';
import type { ArchiveParts } from './parts.ts';
import { pushAll } from './push-all.ts';
import { takeOut } from './quarantine.ts';
import { type Examined, examine } from './quarantined-file.ts';
import { isAboutContent } from './refusals.ts';
import { requireEverything } from './require-everything.ts';

type Retried = ResultFor<'quarantineRetry'>;

/** What is taken in leaves the quarantine; what is refused again stays. */
export async function retryQuarantined(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  id: string,
): Promise<Retried> {
  requireEverything(actor, scope, 'take in what is in quarantine');
  const found = await examine(parts.store, id);
  const { sha256: digest } = await parts.store.hash(found.key);
  try {
    const taken = await takeIn(parts, actor, scope, found);
    await takeOut(parts, found.key);
    return { digest, ...taken, code: null, reason: '' };
  } catch (error) {
    const { code, message } = asIsocenterError(error);
    if (!isAboutContent(error) && code !== 'archive/damaged') throw error;
    return { digest, outcome: 'refused', code, reason: message, studyInstanceUid: null };
  }
}

async function takeIn(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  found: Examined,
): Promise<Pick<Retried, 'outcome' | 'studyInstanceUid'>> {
  const place = found.note?.key ?? '';
  if (digestOfFileKey(place)) return await takeFile(parts, actor, scope, found, place);
  await checkWhole(parts, found);
  const { origin, collection } = found.written ?? { origin: originOf(found) };
  const request = { origin, isRetry: true, ...(collection === undefined ? {} : { collection }) } as const;
  const sink = new DicomFileIngest(
    (head) => new InstanceIngest(parts, actor, scope, { ...request, ...head }),
  );
  const { outcome, studyInstanceUid } = await pushAll(parts.store.read(found.key), sink);
  return { outcome, studyInstanceUid };
}

/** What was once taken in is so again only as what it was: what changed since is damage. */
async function checkWhole({ store }: ArchiveParts, { key, written, file }: Examined): Promise<void> {
  if (file.kind !== 'stored' && !written) return;
  const { sha256 } = await store.hash(key, { skip: HEAD_LENGTH });
  if (sha256 !== written?.sha256) throw new IsocenterError('archive/damaged');
}

async function takeFile(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  found: Examined,
  place: string,
): Promise<Pick<Retried, 'outcome' | 'studyInstanceUid'>> {
  const { sha256 } = await parts.store.hash(found.key);
  if (sha256 !== digestOfFileKey(place)) throw new IsocenterError('archive/damaged');
  const note = await readFileNote(parts.store, sha256);
  const name = place.slice(place.lastIndexOf('/') + 1);
  const request = note ?? { origin: originOf(found), name };
  const { outcome } = await keepBytes(parts, actor, scope, request, parts.store.read(found.key));
  return { outcome, studyInstanceUid: null };
}

/** Of what does not say who sent it. */
const originOf = ({ key, file }: Examined): Origin => ({
  ...{ via: 'recall', receivedAt: file.quarantinedAt, sender: '', address: key, receiver: '' },
});
