/** What a JPEG 2000 codestream says before its first tile (ISO/IEC 15444-1 annex A). */
import { IsocenterError } from '../../base/index.ts';
import { bad, checkExtent, type Extent } from '../frame.ts';
import { checkLimit, type ImagePixel } from '../image-pixel.ts';
import { pixelLimits } from '../limits.ts';

export interface Jpeg2000Header extends Extent {
  readonly precision: number;
  readonly isSigned: boolean;
  /** Colours were transformed, and the decoder gives RGB. */
  readonly hasColourTransform: boolean;
}

const SOC = 0xff4f;
const SIZ = 0xff51;
const COD = 0xff52;
const SOT = 0xff90;

/** The codestream itself, without the boxes of a JP2 file around it, which DICOM does not allow and some write. */
export function codestreamOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 12 || bytes[0] === 0xff) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x6a703263) return bytes.subarray(at + 8);
    if (length < 8) break;
    at += length;
  }
  throw bad('it is no JPEG 2000 codestream');
}

/** Reads the header and holds it against the data set. Errors: `pixels/bad`, `pixels/unsupported`, `dicom/limit`. */
export function readJpeg2000Header(codestream: Uint8Array, image: ImagePixel): Jpeg2000Header {
  const view = new DataView(codestream.buffer, codestream.byteOffset, codestream.length);
  try {
    if (view.getUint16(0) !== SOC || view.getUint16(2) !== SIZ) throw bad('it is no JPEG 2000 codestream');
    return { ...readSize(view, image), hasColourTransform: readColourTransform(view) };
  } catch (error) {
    if (error instanceof RangeError) throw bad('its JPEG 2000 header is cut off');
    throw error;
  }
}

/** A.5.1. */
function readSize(view: DataView, image: ImagePixel) {
  const [width, height, left, top, tileWidth, tileHeight, tileLeft, tileTop] = Array.from(
    { length: 8 },
    (_, i) => view.getUint32(8 + i * 4),
  ) as [number, number, number, number, number, number, number, number];
  const extent = { rows: height - top, columns: width - left, components: view.getUint16(40) };
  checkExtent(extent, image);
  const parts = Array.from({ length: extent.components }, (_, i) => ({
    depth: view.getUint8(42 + i * 3),
    isWhole: view.getUint8(43 + i * 3) === 1 && view.getUint8(44 + i * 3) === 1,
  }));
  const { depth } = parts[0]!;
  if (parts.some((part) => !part.isWhole || part.depth !== depth))
    throw new IsocenterError('pixels/unsupported', { what: 'JPEG 2000 with components of different kinds' });
  if (tileWidth === 0 || tileHeight === 0) throw bad('its JPEG 2000 tiles are empty');
  const across = Math.ceil((width - tileLeft) / tileWidth);
  const down = Math.ceil((height - tileTop) / tileHeight);
  checkLimit('The number of tiles', across * down, pixelLimits.tiles);
  const precision = (depth & 0x7f) + 1;
  if (precision > 16)
    throw new IsocenterError('pixels/unsupported', { what: `JPEG 2000 of ${precision} bits a sample` });
  return { ...extent, precision, isSigned: depth > 0x7f };
}

/** A.6.1: the multiple component transformation of the default coding style. */
function readColourTransform(view: DataView): boolean {
  for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker === COD) return view.getUint8(at + 8) === 1;
    if (marker === SOT || marker < 0xff00) throw bad('its JPEG 2000 header has no coding style');
  }
}

/** The colours that the decoder gives. */
export function coloursDecoded({ hasColourTransform }: Jpeg2000Header, image: ImagePixel): string {
  if (image.samplesPerPixel < 3) return image.photometricInterpretation;
  if (hasColourTransform) return 'RGB';
  return image.photometricInterpretation.startsWith('YBR') ? 'YBR_FULL' : image.photometricInterpretation;
}
