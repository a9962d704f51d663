import { allVersions, type Version } from '../catalog/index.ts';
import type { Origin } from '../contract/index.ts';
import { type FileHead, type Header, HeaderParser, parseFileHead, tags } from '../dicom/index.ts';
import { type BlobStore, instanceKey } from '../store/index.ts';
import { HEAD_LENGTH, readPrivateInformation } from './file-meta.ts';
import type { ArchiveParts } from './parts.ts';
import type { Identity } from './records.ts';

/** A file that is about to be imported. */
export interface Candidate {
  readonly transferSyntaxUid: string;
  /** The beginning of its data set. */
  readonly beginning: Uint8Array;
  /** Bytes of its data set. */
  readonly size: number;
  readonly origin: Origin;
  /** SHA-256 of its data set; asked for only when everything else fits. */
  digest(): Promise<string | undefined>;
}

/**
 * What it is, when just this came before, from the same path and brought by the same actor: an import that is run again.
 * Then there is nothing to write, not even one more origin, and so no disk to wait for. When in doubt: undefined.
 */
export async function importedBefore(
  { catalog, store }: Pick<ArchiveParts, 'catalog' | 'store'>,
  candidate: Candidate,
): Promise<Identity | undefined> {
  const identity = identityOf(candidate);
  if (!identity) return undefined;
  const [versions] = await catalog.lookup([identity]);
  const alike = allVersions(versions!).find((version) => isAlike(version, candidate));
  if (!alike || alike.sha256 !== (await candidate.digest())) return undefined;
  return (await cameFrom(store, identity, alike.sha256, candidate.origin)) ? identity : undefined;
}

function isAlike(version: Version, { size, transferSyntaxUid }: Candidate): boolean {
  const { trashedAt, transferSyntaxUid: stored } = version;
  return trashedAt === null && stored === transferSyntaxUid && version.size === HEAD_LENGTH + size;
}

function identityOf({ beginning, transferSyntaxUid }: Candidate): Identity | undefined {
  const dataset = headerIn(beginning, transferSyntaxUid)?.dataset;
  const studyInstanceUid = dataset?.string(tags.StudyInstanceUID);
  const seriesInstanceUid = dataset?.string(tags.SeriesInstanceUID);
  const sopInstanceUid = dataset?.string(tags.SOPInstanceUID);
  if (!studyInstanceUid || !seriesInstanceUid || !sopInstanceUid) return undefined;
  return { studyInstanceUid, seriesInstanceUid, sopInstanceUid };
}

/** What is wrong with a damaged one is told by the import itself. */
function headerIn(bytes: Uint8Array, transferSyntaxUid: string): Header | undefined {
  try {
    return new HeaderParser({ transferSyntaxUid }).push(bytes);
  } catch {
    return undefined;
  }
}

/** The first origin is in the stored file, which lies under its plain name or that of a version. */
async function cameFrom(
  store: BlobStore,
  { studyInstanceUid, seriesInstanceUid, sopInstanceUid }: Identity,
  sha256: string,
  origin: Origin,
): Promise<boolean> {
  for (const variant of ['', sha256.slice(0, 8)]) {
    const key = instanceKey(studyInstanceUid, seriesInstanceUid, sopInstanceUid, variant);
    const written = store.exists(key) ? await readInformation(store, key) : undefined;
    if (written?.sha256 === sha256) return isSameOrigin(written.origin, origin);
  }
  return false;
}

async function readInformation(store: BlobStore, key: string) {
  for await (const bytes of store.read(key, { end: HEAD_LENGTH })) {
    const { meta } = parseFileHead(bytes, true) as FileHead;
    return readPrivateInformation(meta);
  }
  return undefined;
}

/** Of a path too long for its file head, the end was written. */
function isSameOrigin(written: Origin, { via, sender, address }: Origin): boolean {
  return written.via === via && written.sender === sender && address.endsWith(written.address);
}
