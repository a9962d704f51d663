import { IsocenterError } from '../base/index.ts';
import { extractRecord } from '../catalog/index.ts';
import { systemActor } from '../contract/index.ts';
import { HeaderParser } from '../dicom/index.ts';
import type { BlobStore, Leftover } from '../store/index.ts';
import type { Arrival } from './committer.ts';
import { HEAD_LENGTH, type PrivateInformation, readPrivateInformation } from './file-meta.ts';
import { readFileNote } from './file-note.ts';
import { keepLeftoverFile } from './keep-file.ts';
import type { ArchiveParts } from './parts.ts';
import { isAboutContent } from './refusals.ts';
import { inOrderOfArrival } from './stored-file.ts';

export interface Recovered {
  readonly recovered: number;
  readonly quarantined: number;
}

/** Leftovers read and committed at the same time: enough for full batches. */
const AT_ONCE = 64;

/**
 * Takes what a crash left in `incoming/` through the committer again, in the order in which it came. What was
 * acknowledged is complete and carries its digest; what does not match its digest was never acknowledged, and goes to
 * quarantine. Doing it twice changes nothing: a committed one is found to be the same content.
 */
export async function recover(parts: ArchiveParts): Promise<Recovered> {
  const { store, committer, logger } = parts;
  const leftovers = await Array.fromAsync(store.recover());
  const byKey = new Map(leftovers.map((leftover) => [leftover.key, leftover]));
  const keys = await inOrderOfArrival(store, [...byKey.keys()]);
  let recovered = 0;
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    const some = keys.slice(at, at + AT_ONCE).map((key) => byKey.get(key)!);
    const taken = await Promise.all(some.map((leftover) => read(parts, leftover)));
    await Promise.all(taken.map((arrival) => typeof arrival === 'object' && committer.commit(arrival)));
    recovered += taken.filter((each) => each !== undefined).length;
  }
  const counts = { recovered, quarantined: keys.length - recovered };
  if (keys.length > 0) logger.info(counts, 'recovered what was arriving at the last stop');
  return counts;
}

/** Undefined: it is not whole, and in quarantine now. */
async function read(parts: ArchiveParts, leftover: Leftover): Promise<Arrival | 'file' | undefined> {
  const { store } = parts;
  try {
    const header = await readWholeHeader(store, leftover);
    const written = readPrivateInformation(header.meta!);
    if (!written) throw new IsocenterError('archive/unfinished');
    const { sha256, size } = await store.hash(leftover.key, { skip: HEAD_LENGTH });
    if (sha256 !== written.sha256) throw new IsocenterError('archive/unfinished');
    if (written.refused) return await putAside(parts, leftover, written);
    const record = extractRecord(header.dataset, header.transferSyntaxUid);
    return {
      sealed: await leftover.seal({ sha256, bodySize: size }),
      record,
      actor: systemActor,
      origin: written.origin,
      pixelDataOffset:
        header.pixelDataOffset === undefined ? undefined : header.pixelDataOffset - HEAD_LENGTH,
      collection: written.collection,
      isLeftover: true,
    };
  } catch (error) {
    if (!isAboutContent(error) && !isUnfinished(error)) throw error;
    if (await takeFile(parts, leftover)) return 'file';
    // Whatever else is wrong with it is so because it was cut off.
    await leftover.quarantine(
      isUnfinished(error) ? error : new IsocenterError('archive/unfinished', {}, error),
    );
    return undefined;
  }
}

const isUnfinished = (error: unknown): error is IsocenterError =>
  error instanceof IsocenterError && error.code === 'archive/unfinished';

/** It was refused, and on its way to quarantine or there already. */
async function putAside(
  { refusals }: ArchiveParts,
  leftover: Leftover,
  { sha256, refused }: PrivateInformation,
): Promise<undefined> {
  if (await refusals.holds(sha256)) leftover.discard();
  else await leftover.quarantine(new IsocenterError(refused!.code, refused!.params));
}

/** What is no instance may be a file: its note, which was written when it was whole, knows its digest. */
async function takeFile(parts: ArchiveParts, leftover: Leftover): Promise<boolean> {
  const { sha256, size } = await parts.store.hash(leftover.key);
  const note = await readFileNote(parts.store, sha256);
  if (!note) return false;
  await keepLeftoverFile(parts, await leftover.seal({ sha256, bodySize: size }), note);
  return true;
}

async function readWholeHeader(store: BlobStore, { key }: Leftover) {
  const parser = new HeaderParser({ file: true });
  for await (const chunk of store.read(key)) {
    const header = parser.push(chunk);
    if (header) return header;
  }
  return parser.end();
}
