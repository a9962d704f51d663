import { IsocenterError } from '../base/index.ts';
import { extractRecord } from '../catalog/index.ts';
import { systemActor } from '../contract/index.ts';
import { HeaderParser } from '../dicom/index.ts';
import type { BlobStore, Leftover } from '../store/index.ts';
import type { Arrival } from './committer.ts';
import { HEAD_LENGTH, readPrivateInformation } from './file-meta.ts';
import { readFileNote } from './file-note.ts';
import { keepLeftoverFile } from './keep-file.ts';
import type { ArchiveParts } from './parts.ts';
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
    if (!written) throw new IsocenterError('dicom/not-dicom', { reason: 'it was not finished' });
    const { sha256, size } = await store.hash(leftover.key, { skip: HEAD_LENGTH });
    if (sha256 !== written.sha256) throw new IsocenterError('archive/damaged');
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
    if (!isAboutContent(error)) throw error;
    if (await takeFile(parts, leftover)) return 'file';
    await leftover.quarantine(error.message);
    return undefined;
  }
}

/** What is no instance may be a file: its note, which was written when it was whole, knows its digest. */
async function takeFile(parts: ArchiveParts, leftover: Leftover): Promise<boolean> {
  const { sha256, size } = await parts.store.hash(leftover.key);
  const note = await readFileNote(parts.store, sha256);
  if (!note) return false;
  await keepLeftoverFile(parts, await leftover.seal({ sha256, bodySize: size }), note);
  return true;
}

/** Not a disk that is full, or a catalog that cannot be reached: then everything stays as it is. */
function isAboutContent(error: unknown): error is IsocenterError {
  return error instanceof IsocenterError && /^(dicom|ingest)\/|^archive\/damaged$/.test(error.code);
}

async function readWholeHeader(store: BlobStore, { key }: Leftover) {
  const parser = new HeaderParser({ file: true });
  for await (const chunk of store.read(key)) {
    const header = parser.push(chunk);
    if (header) return header;
  }
  return parser.end();
}
