/**
 * JPEG (PS3.5 A.4.1): 8 bits with DCT by libjpeg-turbo, 12 bits and lossless by our own decoders. The codestream says
 * which process it is: data sets mix up the transfer syntaxes.
 */
import { IsocenterError } from '../../base/index.ts';
import { concat } from '../../dicom/index.ts';
import { ycbcrToRgb } from '../colour/ycbcr.ts';
import { checkExtent, type Frame, type Samples, toFrame } from '../frame.ts';
import type { ImagePixel } from '../image-pixel.ts';
import { decodeDct } from '../jpeg/dct-decoder.ts';
import { decodeLossless } from '../jpeg/lossless-decoder.ts';
import { type FrameHeader, frameHeaderOf, headerSegments, markers, type Segment } from '../jpeg/segments.ts';
import type { Codec } from './codec.ts';
import { decodeWith, samplesOf, WasmCodec } from './wasm-codec.ts';

const turbo = new WasmCodec(async (options) =>
  (await import('@cornerstonejs/codec-libjpeg-turbo-8bit/wasmjs')).default(options),
);

/** Baseline, extended and full progression. */
const dctProcesses = [0xc0, 0xc1, 0xc2];
const LOSSLESS = 0xc3;
/** Without an encoder: that of the package writes beyond its buffer where the stream is larger than the image. */
export const jpeg: Codec = { decode };

async function decode(codestream: Uint8Array, image: ImagePixel): Promise<Frame> {
  const segments = headerSegments(codestream);
  const header = frameHeaderOf(segments);
  const { rows, columns, components, marker } = header;
  checkExtent(header, image);
  const samples = await samplesOfProcess(codestream, segments, header);
  const decoded = { rows, columns, components, samples };
  const { photometricInterpretation } = image;
  // Lossless processes transform no colours.
  if (components === 1 || marker === LOSSLESS)
    return toFrame({ ...decoded, photometricInterpretation }, image);
  const isYbr = isCodedAsYbr(segments, header.parts, image);
  const frame = toFrame({ ...decoded, photometricInterpretation: isYbr ? 'YBR_FULL' : 'RGB' }, image);
  // The data set says RGB and means what the decoder is to give (PS3.5 8.2.1).
  return isYbr && image.photometricInterpretation === 'RGB' ? ycbcrToRgb(frame) : frame;
}

async function samplesOfProcess(
  codestream: Uint8Array,
  segments: readonly Segment[],
  header: FrameHeader,
): Promise<Samples> {
  const { rows, columns, components, precision, marker } = header;
  if (marker === LOSSLESS) return decodeLossless(codestream, header);
  const isDct = dctProcesses.includes(marker);
  if (isDct && precision === 8 && components !== 4)
    return decodeTurbo(codestream, segments, rows * columns * components);
  if (isDct && precision === 12) return decodeDct(codestream, header);
  const what = `JPEG of process SOF${marker & 15}, ${precision} bits, ${components} components`;
  throw new IsocenterError('pixels/unsupported', { what });
}

/** The components as they are coded: the decoder is kept from guessing what colours they are. */
function decodeTurbo(codestream: Uint8Array, segments: readonly Segment[], count: number) {
  const plain = withoutApplicationData(codestream, segments);
  return turbo.run(({ JPEGDecoder }) =>
    decodeWith(new JPEGDecoder(), plain, (bytes) => samplesOf(bytes, count, 8)),
  );
}

/** An Adobe segment that says "no colour transform": signature, version 100, flags, transform 0. */
const untransformed = Uint8Array.of(
  ...[0xff, markers.app14, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0],
);

function withoutApplicationData(codestream: Uint8Array, segments: readonly Segment[]): Uint8Array {
  const kept = segments.filter(({ marker }) => !isApplicationData(marker) && marker !== markers.soi);
  const parts = kept.map(({ start, end }) => codestream.subarray(start, end));
  const soi = Uint8Array.of(0xff, markers.soi);
  return concat([soi, untransformed, ...parts, codestream.subarray(segments.at(-1)!.end)]);
}

const isApplicationData = (marker: number): boolean =>
  (marker >= markers.app0 && marker <= markers.app15) || marker === markers.comment;

/** What the codestream says of its colours counts; where it says nothing, the data set does. */
function isCodedAsYbr(
  segments: readonly Segment[],
  parts: readonly { readonly id: number }[],
  image: ImagePixel,
): boolean {
  const adobe = segments.find(({ marker, body }) => marker === markers.app14 && startsWith(body, 'Adobe'));
  if (adobe && adobe.body.length >= 12) return adobe.body[11] !== 0;
  if (segments.some(({ marker, body }) => marker === markers.app0 && startsWith(body, 'JFIF'))) return true;
  if (String.fromCharCode(...parts.map(({ id }) => id)) === 'RGB') return false;
  return image.photometricInterpretation !== 'RGB';
}

const startsWith = (body: Uint8Array, text: string): boolean =>
  String.fromCharCode(...body.subarray(0, text.length)) === text;
