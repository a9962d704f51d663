import { createHash } from 'node:crypto';
import { Dataset, type Header, HeaderParser, type PlainDataset, tags } from '../../src/dicom/index.ts';
import {
  BitPacker,
  bytesInMemory,
  decodeFrame,
  encodeFrame,
  type Frame,
  type FrameReader,
  frameBits,
  openFrames,
  readImagePixel,
} from '../../src/pixels/index.ts';
import { encodeFile, uid } from './corpus.ts';

export function headerOf(file: Uint8Array): Header {
  const parser = new HeaderParser({ file: true });
  return parser.push(file) ?? parser.end();
}

export const framesOf = (file: Uint8Array): Promise<FrameReader> =>
  openFrames(bytesInMemory(file), headerOf(file));

/** All frames of a file, without compression. */
export async function* decodeAll(file: Uint8Array): AsyncGenerator<Frame> {
  const reader = await framesOf(file);
  for (let i = 0; i < reader.image.numberOfFrames; i++)
    yield decodeFrame(await reader.read(i), reader.transferSyntaxUid, reader.image);
}

/** The value of native pixel data: all frames, one after the other. */
export async function nativePixelData(file: Uint8Array): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let packer: BitPacker | undefined;
  for await (const { image, bytes } of decodeAll(file)) {
    if (image.bitsAllocated === 1) packer ??= new BitPacker(frameBits(image));
    parts.push(packer ? packer.push(bytes) : bytes);
  }
  if (packer) parts.push(packer.end());
  return Buffer.concat(parts);
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A Part 10 file with one image, native in explicit VR little endian; what is not given is 12-bit grey of 32 x 32. */
export function imageFile(
  elements: PlainDataset,
  pixelData: Uint8Array,
  transferSyntaxUid?: string,
): Uint8Array {
  const sopClassUid = '1.2.840.10008.5.1.4.1.1.7';
  const sopInstanceUid = uid(77, 1, 1, 1);
  const dataset = Dataset.of({
    SOPClassUID: sopClassUid,
    SOPInstanceUID: sopInstanceUid,
    StudyInstanceUID: uid(77, 1),
    SeriesInstanceUID: uid(77, 1, 1),
    PatientID: 'PIXELS',
    PatientName: 'Pixels^Test',
    Modality: 'OT',
    Rows: 32,
    Columns: 32,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    ...elements,
  });
  const wide = (dataset.number(tags.BitsAllocated) ?? 16) > 8;
  dataset.set(tags.PixelData, wide ? 'OW' : 'OB', pixelData);
  return encodeFile(dataset, sopClassUid, sopInstanceUid, transferSyntaxUid);
}

/** A Part 10 file of a data set whose frames are compressed, a fragment for each. It gets its pixel data here. */
export async function compressedFile(
  dataset: Dataset,
  frames: readonly Uint8Array[],
  transferSyntaxUid: string,
  encode: (frame: Frame, uid: string) => Promise<Uint8Array> = encodeFrame,
): Promise<Uint8Array> {
  const image = { ...readImagePixel(dataset, tags.PixelData), numberOfFrames: 1 };
  const fragments: Uint8Array[] = [];
  for (const bytes of frames) fragments.push(await encode({ image, bytes }, transferSyntaxUid));
  dataset.set(tags.PixelData, 'OB', { basicOffsetTable: new Uint8Array(0), fragments });
  const [sopClassUid, sopInstanceUid] = [tags.SOPClassUID, tags.SOPInstanceUID].map((tag) =>
    dataset.string(tag),
  );
  return encodeFile(dataset, sopClassUid!, sopInstanceUid!, transferSyntaxUid);
}

/** Between samples at the same place. Throws where there are not equally many. */
export function largestDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  if (ours.length !== theirs.length) throw new Error(`${ours.length} samples, not ${theirs.length}`);
  let largest = 0;
  for (let i = 0; i < ours.length; i++) largest = Math.max(largest, Math.abs(ours[i]! - theirs[i]!));
  return largest;
}
