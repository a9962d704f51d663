/** JPEG-LS, lossless and near-lossless (PS3.5 A.4.3), by CharLS. */
import { IsocenterError } from '../../base/index.ts';
import { concat } from '../../dicom/index.ts';
import { checkExtent, toFrame } from '../frame.ts';
import { frameHeaderOf, headerSegments, markers } from '../jpeg/segments.ts';
import { interleaved } from '../planes.ts';
import { type Codec, padded } from './codec.ts';
import { decodeWith, encodeWith, samplesOf, WasmCodec } from './wasm-codec.ts';

const charls = new WasmCodec(async (options) =>
  (await import('@cornerstonejs/codec-charls/wasmjs')).default(options),
);

/** ISO/IEC 14495-1 C.2.3: whole planes, lines, or samples one after the other. */
const PLANES = 0;
const SAMPLES = 2;

export const jpegLs: Codec = {
  async decode(codestream, image) {
    const header = frameHeaderOf(headerSegments(codestream));
    checkExtent(header, image);
    if (header.marker !== markers.sof55)
      throw new IsocenterError('pixels/unsupported', { what: 'a stream that is not JPEG-LS' });
    const { rows, columns, components, precision } = header;
    const decoded = await charls.run(({ JpegLSDecoder }) =>
      decodeWith(new JpegLSDecoder(), ended(codestream), (bytes, decoder) => ({
        samples: samplesOf(bytes, rows * columns * components, precision),
        isPlanar: components > 1 && decoder.getInterleaveMode() === PLANES,
      })),
    );
    const samples = decoded.isPlanar ? interleaved(decoded.samples, components) : decoded.samples;
    return toFrame({ ...header, ...image, samples }, image);
  },

  async encode({ image, bytes }) {
    const { rows, columns, samplesPerPixel, bitsAllocated, bitsStored, planarConfiguration } = image;
    if ((bitsAllocated !== 8 && bitsAllocated !== 16) || planarConfiguration === 1)
      throw new IsocenterError('pixels/unsupported', { what: `JPEG-LS of ${bitsAllocated} bits a sample` });
    // Whole cells where there is more in them than the stored bits: signs, overlays.
    const isWhole = image.isSigned || bitsStored <= bitsAllocated - 8 || hasMoreBits(bytes, image.bitsStored);
    const info = {
      width: columns,
      height: rows,
      componentCount: samplesPerPixel,
      bitsPerSample: isWhole ? bitsAllocated : Math.max(2, bitsStored),
      isSigned: false,
    };
    return charls.run(({ JpegLSEncoder }) => {
      const encoder = new JpegLSEncoder();
      encoder.setNearLossless(0);
      encoder.setInterleaveMode(samplesPerPixel > 1 ? SAMPLES : PLANES);
      return padded(encodeWith(encoder, info, bytes));
    });
  },
};

/** CharLS looks for the end of a stream that is cut off for many seconds, unless there is an end. */
function ended(codestream: Uint8Array): Uint8Array {
  const end = Uint8Array.of(0xff, markers.eoi);
  const last = codestream.at(-1) === 0 ? codestream.subarray(-3, -1) : codestream.subarray(-2);
  return last[0] === end[0] && last[1] === end[1] ? codestream : concat([codestream, end]);
}

function hasMoreBits(bytes: Uint8Array, bitsStored: number): boolean {
  const width = bitsStored <= 8 ? 1 : 2;
  const rest = width === 1 ? 0xff & ~((1 << bitsStored) - 1) : 0xff & ~((1 << (bitsStored - 8)) - 1);
  if (rest === 0) return false;
  for (let at = width - 1; at < bytes.length; at += width) if ((bytes[at]! & rest) !== 0) return true;
  return false;
}
