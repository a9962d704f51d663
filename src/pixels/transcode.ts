/** An instance in another transfer syntax, frame by frame: memory holds a few frames, however many there are. */
import { askNext } from '../base/index.ts';
import {
  concat,
  type Dataset,
  type Header,
  parseDataset,
  requireTransferSyntax,
  tags,
  writeDataset,
} from '../dicom/index.ts';
import { BitPacker } from './bit-packer.ts';
import { type ByteSource, readExactly } from './byte-source.ts';
import type { Frame } from './frame.ts';
import { type FrameReader, openFrames, type StoredFrame, totalLength } from './frame-reader.ts';
import { checkLimit, frameBits, type ImagePixel } from './image-pixel.ts';
import { pixelLimits } from './limits.ts';

/** What becomes of one frame as it is stored: samples for a native target, a codestream for others. */
export type ConvertFrame = (stored: StoredFrame) => Promise<Frame>;

/**
 * The data set of an instance in the target syntax, which is not deflated and not big endian. The first chunk comes
 * after the first frame was converted: what cannot be converted at all is told before anything is sent. Errors: those
 * of `openFrames`, `decodeFrame` and `encodeFrame`, `dicom/limit`.
 */
export async function* transcode(
  source: ByteSource,
  header: Header,
  targetUid: string,
  convert: ConvertFrame,
): AsyncGenerator<Uint8Array, void> {
  const reader = await openFrames(source, header);
  const frames = convertedFrames(reader, convert);
  let next = await frames.next();
  if (next.done) return;
  const { image } = next.value;
  const form = formOf(targetUid, { ...image, numberOfFrames: reader.image.numberOfFrames });
  yield await headOf(source, header, image, targetUid);
  yield form.header;
  while (!next.done) {
    // The next frame is converted while whoever asked takes this one.
    const following = askNext(frames);
    yield form.frame(next.value.bytes);
    next = await following;
  }
  yield form.end();
  yield await tailOf(source, header, await reader.end(), targetUid);
}

async function* convertedFrames(reader: FrameReader, convert: ConvertFrame): AsyncGenerator<Frame, void> {
  const { image, transferSyntaxUid } = reader;
  for (let i = 0; i < image.numberOfFrames; i++)
    yield convert({ bytes: await reader.read(i), transferSyntaxUid, image });
}

/** Everything before the pixel data, in the words of the frames as they are now. */
async function headOf(source: ByteSource, header: Header, image: ImagePixel, targetUid: string) {
  const { dataSetOffset, pixelDataOffset = dataSetOffset, transferSyntaxUid } = header;
  checkLimit('The size of a header', pixelDataOffset - dataSetOffset, pixelLimits.headBytes);
  const bytes = await readExactly(source, dataSetOffset, pixelDataOffset - dataSetOffset);
  const dataset = parseDataset(bytes, transferSyntaxUid);
  describe(dataset, image);
  return writeDataset(dataset, targetUid);
}

function describe(dataset: Dataset, image: ImagePixel): void {
  const { photometricInterpretation, samplesPerPixel, bitsAllocated } = image;
  if (dataset.string(tags.PhotometricInterpretation) !== photometricInterpretation)
    dataset.set(tags.PhotometricInterpretation, 'CS', photometricInterpretation);
  if (samplesPerPixel > 1 && dataset.number(tags.PlanarConfiguration) !== 0)
    dataset.set(tags.PlanarConfiguration, 'US', 0);
  if (dataset.number(tags.BitsAllocated) !== bitsAllocated)
    dataset.set(tags.BitsAllocated, 'US', bitsAllocated);
  // They tell of the fragments that were.
  dataset.delete(tags.ExtendedOffsetTable);
  dataset.delete(tags.ExtendedOffsetTableLengths);
  dropCompressedIcon(dataset);
}

/** An icon may be compressed as the image is (PS3.3 C.7.6.1.1.6), and nobody misses it. */
function dropCompressedIcon(dataset: Dataset): void {
  const icons = dataset.items(tags.IconImageSequence);
  const isCompressed = icons.some((icon) => icon.get(tags.PixelData)?.value.kind === 'fragments');
  if (isCompressed) dataset.delete(tags.IconImageSequence);
}

/** What follows the pixel data: signatures, padding. */
async function tailOf(source: ByteSource, header: Header, start: number, targetUid: string) {
  const length = source.size - start;
  checkLimit('The size of what follows the pixel data', length, pixelLimits.headBytes);
  const dataset = parseDataset(await readExactly(source, start, length), header.transferSyntaxUid);
  return dataset.isEmpty ? new Uint8Array(0) : writeDataset(dataset, targetUid);
}

/** How frames stand in the pixel data element. */
interface PixelDataForm {
  readonly header: Uint8Array;
  frame(bytes: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

function formOf(targetUid: string, image: ImagePixel): PixelDataForm {
  const { encapsulated, explicitVr } = requireTransferSyntax(targetUid);
  return encapsulated ? encapsulatedForm() : nativeForm(image, explicitVr);
}

const UNDEFINED_LENGTH = 0xffffffff;
const [ITEM, SEQUENCE_END] = [0xfffee000, 0xfffee0dd];
const [PIXEL_DATA, OB, OW] = [0x7fe00010, 'OB', 'OW'];

/** PS3.5 A.4: an empty offset table, a fragment for each frame. */
function encapsulatedForm(): PixelDataForm {
  const header = concat([elementHeader(PIXEL_DATA, OB, UNDEFINED_LENGTH), elementHeader(ITEM, undefined, 0)]);
  return {
    header,
    frame: (bytes) => concat([elementHeader(ITEM, undefined, bytes.length), bytes]),
    end: () => elementHeader(SEQUENCE_END, undefined, 0),
  };
}

/** PS3.5 A.1, A.2: one value of all frames, of even length. */
function nativeForm(image: ImagePixel, explicitVr: boolean): PixelDataForm {
  const total = totalLength(image);
  const vr = explicitVr ? (image.bitsAllocated > 8 ? OW : OB) : undefined;
  const packer = image.bitsAllocated === 1 ? new BitPacker(frameBits(image)) : undefined;
  const padding = new Uint8Array(total % 2);
  return {
    header: elementHeader(PIXEL_DATA, vr, total + padding.length),
    frame: (bytes) => (packer ? packer.push(bytes) : bytes),
    end: () => (packer ? concat([packer.end(), padding]) : padding),
  };
}

/** Little endian; without a VR as in implicit VR and of items. */
function elementHeader(tag: number, vr: string | undefined, length: number): Uint8Array {
  const bytes = new Uint8Array(vr ? 12 : 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  if (vr) bytes.set([vr.charCodeAt(0), vr.charCodeAt(1)], 4);
  view.setUint32(vr ? 8 : 4, length, true);
  return bytes;
}
