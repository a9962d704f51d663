import { IsocenterError, type Logger } from '../base/index.ts';
import { extractRecord } from '../catalog/index.ts';
import { systemActor } from '../contract/index.ts';
import { HeaderParser } from '../dicom/index.ts';
import type { BlobStore, Leftover } from '../store/index.ts';
import type { Committer } from './committer.ts';
import { HEAD_LENGTH, readPrivateInformation } from './file-meta.ts';

export interface Recovered {
  readonly recovered: number;
  readonly quarantined: number;
}

/** Leftovers committed at the same time: enough for full batches. */
const AT_ONCE = 64;

/**
 * Takes what a crash left in `incoming/` through the committer again. What was acknowledged is complete and carries
 * its digest; what does not match its digest was never acknowledged, and goes to quarantine. Doing it twice changes
 * nothing: a committed one is found to be the same content.
 */
export async function recover(store: BlobStore, committer: Committer, logger: Logger): Promise<Recovered> {
  const counts = { recovered: 0, quarantined: 0 };
  let running: Promise<void>[] = [];
  const one = async (leftover: Leftover): Promise<void> => {
    counts[await recoverOne(store, committer, leftover)]++;
  };
  for await (const leftover of store.recover()) {
    running.push(one(leftover));
    if (running.length >= AT_ONCE) await Promise.all(running.splice(0));
  }
  await Promise.all(running);
  running = [];
  if (counts.recovered + counts.quarantined > 0)
    logger.info(counts, 'recovered what was arriving at the last stop');
  return counts;
}

async function recoverOne(
  store: BlobStore,
  committer: Committer,
  leftover: Leftover,
): Promise<keyof Recovered> {
  try {
    const header = await readWholeHeader(store, leftover);
    const written = readPrivateInformation(header.meta!);
    if (!written) throw new IsocenterError('dicom/not-dicom', { reason: 'it was not finished' });
    const { sha256, size } = await store.hash(leftover.key, { skip: HEAD_LENGTH });
    if (sha256 !== written.sha256) throw new IsocenterError('archive/damaged');
    const record = extractRecord(header.dataset, header.transferSyntaxUid);
    await committer.commit({
      sealed: await leftover.seal({ sha256, bodySize: size }),
      record,
      actor: systemActor,
      origin: written.origin,
      pixelDataOffset:
        header.pixelDataOffset === undefined ? undefined : header.pixelDataOffset - HEAD_LENGTH,
      collection: undefined,
      isLeftover: true,
    });
    return 'recovered';
  } catch (error) {
    if (!isAboutContent(error)) throw error;
    await leftover.quarantine(error.message);
    return 'quarantined';
  }
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
