/** JPEG 2000 (PS3.5 A.4.4), by OpenJPEG. */
import { IsocenterError } from '../../base/index.ts';
import { toFrame } from '../frame.ts';
import { type Codec, padded } from './codec.ts';
import { codestreamOf, coloursDecoded, readJpeg2000Header } from './jpeg-2000-header.ts';
import { jpeg2000Input } from './jpeg-2000-input.ts';
import { decodeWith, encodeWith, samplesOf, WasmCodec } from './wasm-codec.ts';

const openJpeg = new WasmCodec(async (options) =>
  (await import('@cornerstonejs/codec-openjpeg/wasmjs')).default(options),
);

export const jpeg2000: Codec = {
  async decode(bytes, image) {
    const codestream = codestreamOf(bytes);
    const header = readJpeg2000Header(codestream, image);
    const { rows, columns, components, precision } = header;
    const samples = await openJpeg.run(({ J2KDecoder }) =>
      decodeWith(new J2KDecoder(), codestream, (decoded) =>
        samplesOf(decoded, rows * columns * components, precision),
      ),
    );
    return toFrame({ ...header, samples, photometricInterpretation: coloursDecoded(header, image) }, image);
  },

  async encode(frame) {
    const { info, bytes } = jpeg2000Input(frame);
    if (info.bitsPerSample > 8 && info.componentCount > 1)
      throw new IsocenterError('pixels/unsupported', { what: 'JPEG 2000 of colours of more than 8 bits' });
    return openJpeg.run(({ J2KEncoder }) => {
      const encoder = new J2KEncoder();
      encoder.setQuality(true, 1);
      encoder.setCompressionRatio(0, 0);
      encoder.setDecompositions(decompositions(info));
      return padded(encodeWith(encoder, info, bytes));
    });
  },
};

/** No more than halve the shorter side to one sample. */
export const decompositions = ({ width, height }: { width: number; height: number }): number =>
  Math.min(5, Math.floor(Math.log2(Math.min(width, height))));
