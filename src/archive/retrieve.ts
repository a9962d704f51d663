import { type BufferPool, IsocenterError, type Lease } from '../base/index.ts';
import type { StoredInstance } from '../catalog/index.ts';
import {
  canTranscodeUncompressed,
  parseDataset,
  transferSyntax,
  transferSyntaxOf,
  writeDataset,
} from '../dicom/index.ts';
import type { BlobStore, OpenBlob } from '../store/index.ts';
import { instanceBytes } from './instance-bytes.ts';
import { localLocation } from './local-location.ts';
import type { ArchiveParts } from './parts.ts';
import { headerBytes, readHeader } from './stored-file.ts';
import type { Transcoder } from './transcoder.ts';

/** A data set on its way out, in the transfer syntax it is to be sent in. */
export interface Delivery {
  readonly transferSyntaxUid: string;
  /** Whole when it is small, in chunks when it is not. */
  readonly dataSet: Uint8Array | AsyncIterable<Uint8Array>;
  /** Lends the memory of the data set to the next one. To be called when nobody reads it any more, or never. */
  readonly release?: () => void;
}

/** Deliveries to ask for before their turn, so that a slow disk reads while the network sends. */
export const READ_AHEAD = 4;
/** Data sets up to this size are read in one go, bytes: reading ahead of the network then costs one buffer. */
const WHOLE_LIMIT = 1024 * 1024;
/** Bytes per read of a larger one. */
const CHUNK = 512 * 1024;
/** A chunk's memory is used again for the third after it; see DataSetSource in dimse/. */
const CHUNKS_IN_USE = 3;
/** Largest data set that is re-encoded in memory, bytes. */
const RE_ENCODE_LIMIT = 256 * 1024 * 1024;

const uncompressed = [
  transferSyntax.explicitVrLittleEndian.uid,
  transferSyntax.implicitVrLittleEndian.uid,
  transferSyntax.explicitVrBigEndian.uid,
];

/**
 * The data set of an instance in one of the accepted transfer syntaxes: as stored where that is accepted, else
 * re-encoded from one uncompressed syntax to another, else transcoded. Where none of these is possible:
 * `dicom/unsupported-transfer-syntax`. Bytes that are not in a local location: `archive/recall-pending`; nowhere:
 * `archive/bytes-lost`. A file shorter than it was: `archive/damaged`, from here or from the chunks.
 */
export async function deliver(
  { store, transcoder }: Pick<ArchiveParts, 'store' | 'transcoder'>,
  buffers: BufferPool,
  instance: StoredInstance,
  accepted: readonly string[],
): Promise<Delivery> {
  const stored = instance.transferSyntaxUid;
  const transferSyntaxUid = chooseTransferSyntax(stored, accepted, transcoder);
  if (transferSyntaxUid !== stored && canTranscodeUncompressed(stored, transferSyntaxUid))
    return { transferSyntaxUid, dataSet: await reEncode(store, instance, transferSyntaxUid) };
  if (transferSyntaxUid !== stored) {
    const header = await readHeader(store, localLocation(instance).key, headerBytes(instance));
    const chunks = transcoder!.transcode(instanceBytes(store, instance, header), transferSyntaxUid);
    return { transferSyntaxUid, dataSet: await begun(chunks) };
  }
  const lease = buffers.lease();
  const dataSet = await read(store, instance, lease);
  return { transferSyntaxUid, dataSet, release: () => lease.end() };
}

/** What the kernel has in memory is read at once, anything else on the pool: the loop never waits for a disk. */
async function read(store: BlobStore, instance: StoredInstance, lease: Lease) {
  const { key, headLength } = localLocation(instance);
  const length = instance.size - headLength;
  if (length > WHOLE_LIMIT) return readChunks(store, key, headLength, instance.size, lease);
  const bytes = lease.take(length);
  if (store.readCached(key, bytes, headLength)) return bytes;
  const blob = await store.open(key);
  try {
    await fill(blob, bytes, headLength);
    return bytes;
  } finally {
    blob.close();
  }
}

async function* readChunks(store: BlobStore, key: string, start: number, end: number, lease: Lease) {
  const blob = await store.open(key);
  const chunks = Array.from({ length: CHUNKS_IN_USE }, () => lease.take(CHUNK));
  try {
    for (let turn = 0, at = start; at < end; turn++, at += CHUNK) {
      const chunk = chunks[turn % CHUNKS_IN_USE]!.subarray(0, end - at);
      await fill(blob, chunk, at);
      yield chunk;
    }
  } finally {
    blob.close();
  }
}

/** A file that was cut off is not sent as if it were whole. */
async function fill(blob: OpenBlob, target: Uint8Array, position: number): Promise<void> {
  if ((await blob.readInto(target, position)) < target.length) throw new IsocenterError('archive/damaged');
}

/** The same chunks, of which the first is there already: what cannot be had fails here, not on the way. */
async function begun(chunks: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const rest = chunks[Symbol.asyncIterator]();
  const first = await rest.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => rest };
  })();
}

/** What an instance stored in one transfer syntax is sent in to a peer that accepts these. */
export function chooseTransferSyntax(
  stored: string,
  accepted: readonly string[],
  transcoder?: Transcoder,
): string {
  if (accepted.includes(stored)) return stored;
  const syntax = transferSyntaxOf(stored);
  const other = syntax && !syntax.encapsulated && uncompressed.find((uid) => accepted.includes(uid));
  if (other) return other;
  const converted = transcoder?.target(stored, accepted);
  if (converted) return converted;
  throw new IsocenterError('dicom/unsupported-transfer-syntax', { uid: stored, what: 'this receiver' });
}

/** The data set as it is stored, without its file head. */
export async function readDataSet(
  store: BlobStore,
  instance: StoredInstance,
): Promise<Uint8Array | AsyncIterable<Uint8Array>> {
  const { key, headLength } = localLocation(instance);
  if (instance.size > WHOLE_LIMIT) return store.read(key, { start: headLength });
  const bytes = await store.readAll(key);
  return bytes.subarray(headLength);
}

async function reEncode(store: BlobStore, instance: StoredInstance, target: string): Promise<Uint8Array> {
  if (instance.size > RE_ENCODE_LIMIT) {
    throw new IsocenterError('dicom/limit', {
      what: 'The size of an instance to re-encode',
      value: instance.size,
      limit: RE_ENCODE_LIMIT,
    });
  }
  const bytes = await collect(await readDataSet(store, instance));
  return writeDataset(parseDataset(bytes, instance.transferSyntaxUid), target);
}

async function collect(dataSet: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  if (dataSet instanceof Uint8Array) return dataSet;
  return Buffer.concat(await Array.fromAsync(dataSet));
}
