import { IsocenterError, inParallel } from '../base/index.ts';
import { type CommitEntry, extractRecord, type StoredInstance } from '../catalog/index.ts';
import type { Actor, Origin } from '../contract/index.ts';
import { type Header, HeaderParser, parseFileHead } from '../dicom/index.ts';
import { type BlobStore, LOCAL_STORE } from '../store/index.ts';
import { HEAD_LENGTH, readPrivateInformation } from './file-meta.ts';
import { originDomain } from './origin-domain.ts';

type InstanceEntry = Extract<CommitEntry, { kind: 'instance' | 'conflict' }>;

/** First read of a header, bytes: most are shorter. */
const HEADER_BYTES = 64 * 1024;
/** What is read at once at the most, bytes: a header with large values before its pixel data is read in pieces. */
const MAX_FIRST_READ = 1024 * 1024;
/** What a header parser wants to see of the pixel data element: its tag, VR, length and first item. */
const ELEMENT_BYTES = 64;

/** Bytes of a stored file that hold its header, as far as the catalog knows. */
export function headerBytes({ location, pixelDataOffset }: StoredInstance): number {
  if (!location || pixelDataOffset === null) return HEADER_BYTES;
  return location.headLength + pixelDataOffset + ELEMENT_BYTES;
}

/**
 * The header of a stored file: everything before its pixel data, which is not touched. What the kernel has in memory is
 * read at once, anything else on the pool. @param firstRead bytes that probably are enough
 */
export async function readHeader(store: BlobStore, key: string, firstRead = HEADER_BYTES): Promise<Header> {
  const parser = new HeaderParser({ file: true });
  const reach = Math.min(firstRead, MAX_FIRST_READ);
  let first = readCached(store, key, reach);
  let header = first && parser.push(first);
  if (header) return header;
  const { size } = statOf(store, key);
  if (size < reach) {
    first = readCached(store, key, size);
    header = first && parser.push(first);
    if (header) return header;
  }
  const begin = first?.length ?? 0;
  for (let start = begin, length = reach; start < size; start += length, length *= 4) {
    for await (const chunk of store.read(key, { start, end: start + length })) {
      header = parser.push(chunk);
      if (header) return header;
    }
  }
  return parser.end();
}

/** The beginning of a file, if it is that long and the kernel has it in memory. */
function readCached(store: BlobStore, key: string, length: number): Uint8Array | undefined {
  const bytes = new Uint8Array(length);
  return store.readCached(key, bytes, 0) ? bytes : undefined;
}

/**
 * What a stored file says about itself, as an entry for the catalog. A file that this archive did not write is
 * hashed, and taken to have come when it was last changed.
 */
export async function entryOfStoredFile(store: BlobStore, key: string, actor: Actor): Promise<InstanceEntry> {
  const header = await readHeader(store, key);
  const { size, modified } = statOf(store, key);
  const headLength = header.dataSetOffset;
  const written = header.meta && readPrivateInformation(header.meta);
  const origin = written?.origin ?? foundOrigin(key, modified);
  const sha256 = written?.sha256 ?? (await store.hash(key, { skip: headLength })).sha256;
  const record = extractRecord(header.dataset, header.transferSyntaxUid);
  return {
    kind: 'instance',
    record,
    origin,
    actor: actor.name,
    originDomain: originDomain(header.dataset, origin),
    ...(written?.collection === undefined ? {} : { collection: written.collection }),
    ...(header.pixelDataOffset === undefined ? {} : { pixelDataOffset: header.pixelDataOffset - headLength }),
    content: {
      sha256,
      size,
      mediaType: 'application/dicom',
      location: { store: LOCAL_STORE, key, form: 'plain', headLength },
    },
  };
}

/**
 * Keys of files that this archive wrote, first come first; those that cannot be read come before all others. Among
 * versions of one identity, the order decides which one is in conflict with which.
 * @param known when items came that no file tells of
 */
export async function inOrderOfArrival(
  store: BlobStore,
  keys: readonly string[],
  known: ReadonlyMap<string, { readonly origin: Origin }> = new Map(),
): Promise<string[]> {
  const dated = await Array.fromAsync(
    inParallel(keys, 8, async (key) => {
      const receivedAt = known.get(key)?.origin.receivedAt ?? (await receivedAtOf(store, key));
      return [receivedAt, key] as const;
    }),
  );
  return dated.sort(([a], [b]) => (a < b ? -1 : Number(a > b))).map(([, key]) => key);
}

async function receivedAtOf(store: BlobStore, key: string): Promise<string> {
  try {
    for await (const bytes of store.read(key, { end: HEAD_LENGTH })) {
      const head = parseFileHead(bytes, true);
      return (typeof head !== 'number' && readPrivateInformation(head.meta)?.origin.receivedAt) || '';
    }
  } catch {
    // What is wrong with it is told when it is read as a whole.
  }
  return '';
}

function statOf(store: BlobStore, key: string) {
  const stat = store.stat(key);
  if (!stat) throw new IsocenterError('store/not-found');
  return stat;
}

function foundOrigin(key: string, modified: Date): Origin {
  return { via: 'recall', receivedAt: modified.toISOString(), sender: '', address: key, receiver: '' };
}
