import { IsocenterError, type Logger } from '../base/index.ts';
import { extractRecord } from '../catalog/index.ts';
import { systemActor } from '../contract/index.ts';
import { HeaderParser } from '../dicom/index.ts';
import type { BlobStore, Leftover } from '../store/index.ts';
import type { Arrival, Committer } from './committer.ts';
import { HEAD_LENGTH, readPrivateInformation } from './file-meta.ts';
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
export async function recover(store: BlobStore, committer: Committer, logger: Logger): Promise<Recovered> {
  const leftovers = await Array.fromAsync(store.recover());
  const byKey = new Map(leftovers.map((leftover) => [leftover.key, leftover]));
  const keys = await inOrderOfArrival(store, [...byKey.keys()]);
  let recovered = 0;
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    const some = keys.slice(at, at + AT_ONCE).map((key) => byKey.get(key)!);
    const arrivals = (await Promise.all(some.map((leftover) => read(store, leftover)))).filter(isThere);
    await Promise.all(arrivals.map((arrival) => committer.commit(arrival)));
    recovered += arrivals.length;
  }
  const counts = { recovered, quarantined: keys.length - recovered };
  if (keys.length > 0) logger.info(counts, 'recovered what was arriving at the last stop');
  return counts;
}

/** Undefined: it is not whole, and in quarantine now. */
async function read(store: BlobStore, leftover: Leftover): Promise<Arrival | undefined> {
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
      collection: undefined,
      isLeftover: true,
    };
  } catch (error) {
    if (!isAboutContent(error)) throw error;
    await leftover.quarantine(error.message);
    return undefined;
  }
}

const isThere = (arrival: Arrival | undefined): arrival is Arrival => arrival !== undefined;

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
