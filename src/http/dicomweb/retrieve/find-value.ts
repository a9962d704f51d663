import type { Archive, StoredInstance } from '../../../archive/index.ts';
import { IsocenterError } from '../../../base/index.ts';
import type { Caller } from '../../../contract/index.ts';
import {
  type Dataset,
  type Header,
  parseDataset,
  parseTag,
  type Tag,
  transferSyntaxOf,
} from '../../../dicom/index.ts';

/** The value of an element: bytes at hand, or where they are in the stored file. */
export type FoundValue =
  | { readonly bytes: Uint8Array }
  | { readonly start: number; readonly end: number }
  /** Compressed pixel data: not bytes, but frames. */
  | { readonly frames: true };

/** Sequences around an element; no path that we gave out is longer. */
const MAXIMUM_DEPTH = 64;
/** Largest data set that is read whole because its values do not lie in the file as they are sent, bytes. */
const WHOLE_LIMIT = 256 * 1024 * 1024;

/** Tags and item indexes that lead to an element: `00081140/0/7FE00010`. */
export type ElementPath = readonly number[];

/** @throws IsocenterError `input/invalid` */
export function parseElementPath(text: string): ElementPath {
  const pieces = text.split('/');
  if (pieces.length % 2 === 1 && pieces.length <= 2 * MAXIMUM_DEPTH) {
    const path = pieces.map((piece, at) => (at % 2 === 0 ? tagIn(piece) : indexIn(piece)));
    if (path.every((step) => step !== undefined)) return path;
  }
  throw new IsocenterError('input/invalid', { reason: 'The path does not lead to an element.' });
}

const tagIn = (piece: string): Tag | undefined =>
  /^[0-9A-Fa-f]{8}$/.test(piece) ? parseTag(piece) : undefined;
const indexIn = (piece: string): number | undefined => (/^\d{1,7}$/.test(piece) ? Number(piece) : undefined);

/** Finds the value that a path leads to, in little endian. @throws IsocenterError `archive/not-found` */
export async function findValue(
  archive: Archive,
  caller: Caller,
  instance: StoredInstance,
  path: ElementPath,
): Promise<FoundValue> {
  const header = await archive.header(caller.actor, caller.scope, instance);
  const syntax = transferSyntaxOf(header.transferSyntaxUid);
  const isFar = path[0] === header.pixelData?.tag || header.omitted.some(({ tag }) => tag === path[0]);
  if (!isFar) return { bytes: bytesAt(header.dataset, path) };
  if (header.fragmentsOffset !== undefined && path[0] === header.pixelData?.tag) return { frames: true };
  if (syntax?.deflated || !syntax?.littleEndian)
    return { bytes: bytesAt(await whole(archive, caller, instance), path) };
  return spanOf(header, path);
}

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** A value to be read, whole or in part. */
export function openValue(
  archive: Archive,
  { actor, scope }: Caller,
  instance: StoredInstance,
  found: Exclude<FoundValue, { frames: true }>,
): { readonly size: number; readonly read: (start: number, end: number) => Pieces } {
  if ('bytes' in found)
    return { size: found.bytes.length, read: (start, end) => [found.bytes.subarray(start, end)] };
  const read = (start: number, end: number) =>
    archive.readBytes(actor, scope, instance, { start: found.start + start, end: found.start + end });
  return { size: found.end - found.start, read };
}

function spanOf(
  { omitted, pixelData, pixelDataEnd, pixelDataOffset, transferSyntaxUid }: Header,
  path: ElementPath,
) {
  const far = omitted.find(({ tag }) => tag === path[0]);
  if (path.length > 1) throw notFound();
  if (far) return { start: far.offset, end: far.offset + far.length };
  if (pixelData && pixelDataOffset !== undefined && pixelDataEnd !== undefined) {
    // OB, OW, OF and OD have 12 bytes in front in explicit VR, 8 in implicit (PS3.5 7.1).
    const headerLength = transferSyntaxOf(transferSyntaxUid)?.explicitVr ? 12 : 8;
    return { start: pixelDataOffset + headerLength, end: pixelDataEnd };
  }
  throw notFound();
}

function bytesAt(dataset: Dataset, [tag, index, ...inside]: ElementPath): Uint8Array {
  if (index !== undefined) {
    const item = dataset.items(tag!)[index];
    if (item) return bytesAt(item, inside);
  }
  const bytes = index === undefined ? dataset.bytes(tag!) : undefined;
  if (bytes) return bytes;
  throw notFound();
}

async function whole(archive: Archive, { actor, scope }: Caller, instance: StoredInstance): Promise<Dataset> {
  if (instance.size > WHOLE_LIMIT) {
    const what = 'The size of an instance to re-encode';
    throw new IsocenterError('dicom/limit', { what, value: instance.size, limit: WHOLE_LIMIT });
  }
  const start = instance.location?.headLength ?? 0;
  const chunks = await Array.fromAsync(archive.readBytes(actor, scope, instance, { start }));
  return parseDataset(Buffer.concat(chunks), instance.transferSyntaxUid);
}

const notFound = (): IsocenterError => new IsocenterError('archive/not-found', { what: 'element' });
