import { type BufferPool, IsocenterError, type Lease } from '../base/index.ts';
import type { StoredInstance } from '../catalog/index.ts';
import { parseDataset, transferSyntaxOf, writeDataset } from '../dicom/index.ts';
import { type BlobStore, LOCAL_STORE } from '../store/index.ts';

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

const uncompressed = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2', '1.2.840.10008.1.2.2'] as const;

/**
 * The data set of an instance in one of the accepted transfer syntaxes: as stored where that is accepted, else
 * re-encoded from one uncompressed syntax to another. Compressed pixel data is not decoded here:
 * `dicom/unsupported-transfer-syntax`. Bytes that are not in a local location: `archive/recall-pending`.
 */
export async function deliver(
  store: BlobStore,
  buffers: BufferPool,
  instance: StoredInstance,
  accepted: readonly string[],
): Promise<Delivery> {
  const stored = instance.transferSyntaxUid;
  const transferSyntaxUid = chooseTransferSyntax(stored, accepted);
  if (transferSyntaxUid !== stored)
    return { transferSyntaxUid, dataSet: await reEncode(store, instance, transferSyntaxUid) };
  const lease = buffers.lease();
  const dataSet = await read(store, instance, lease);
  return { transferSyntaxUid, dataSet, release: () => lease.end() };
}

async function read(store: BlobStore, instance: StoredInstance, lease: Lease) {
  const { key, headLength } = localLocation(instance);
  const length = instance.size - headLength;
  if (length > WHOLE_LIMIT) return readChunks(store, key, headLength, lease);
  const blob = await store.open(key);
  try {
    const bytes = lease.take(length);
    return bytes.subarray(0, await blob.readInto(bytes, headLength));
  } finally {
    blob.close();
  }
}

async function* readChunks(store: BlobStore, key: string, start: number, lease: Lease) {
  const blob = await store.open(key);
  const chunks = Array.from({ length: CHUNKS_IN_USE }, () => lease.take(CHUNK));
  try {
    for (let turn = 0; start + turn * CHUNK < blob.size; turn++) {
      const chunk = chunks[turn % CHUNKS_IN_USE]!;
      yield chunk.subarray(0, await blob.readInto(chunk, start + turn * CHUNK));
    }
  } finally {
    blob.close();
  }
}

/** What an instance stored in one transfer syntax is sent in to a peer that accepts these. */
export function chooseTransferSyntax(stored: string, accepted: readonly string[]): string {
  if (accepted.includes(stored)) return stored;
  const syntax = transferSyntaxOf(stored);
  const other = syntax && !syntax.encapsulated && uncompressed.find((uid) => accepted.includes(uid));
  if (other) return other;
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

function localLocation({ location }: StoredInstance) {
  if (location?.store === LOCAL_STORE && location.form === 'plain') return location;
  throw new IsocenterError('archive/recall-pending');
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
