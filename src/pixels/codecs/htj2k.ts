/** High-throughput JPEG 2000 (PS3.5 A.4.10), by OpenJPH. */
import { IsocenterError } from '../../base/index.ts';
import { toFrame } from '../frame.ts';
import { type Codec, padded } from './codec.ts';
import { decompositions } from './jpeg-2000.ts';
import { codestreamOf, coloursDecoded, readJpeg2000Header } from './jpeg-2000-header.ts';
import { jpeg2000Input } from './jpeg-2000-input.ts';
import { decodeWith, encodeWith, samplesOf, WasmCodec } from './wasm-codec.ts';

const openJph = new WasmCodec(async (options) =>
  (await import('@cornerstonejs/codec-openjph/wasmjs')).default(options),
);

export const htj2k: Codec = {
  async decode(bytes, image) {
    const codestream = codestreamOf(bytes);
    const header = readJpeg2000Header(codestream, image);
    const { rows, columns, components, precision } = header;
    const samples = await openJph.run(({ HTJ2KDecoder }) =>
      decodeWith(new HTJ2KDecoder(), codestream, (decoded) =>
        samplesOf(decoded, rows * columns * components, precision),
      ),
    );
    return toFrame({ ...header, samples, photometricInterpretation: coloursDecoded(header, image) }, image);
  },

  async encode(frame) {
    const { info, bytes } = jpeg2000Input(frame);
    if (info.bitsPerSample > 8 && info.componentCount > 1)
      throw new IsocenterError('pixels/unsupported', { what: 'HTJ2K of colours of more than 8 bits' });
    return openJph.run(({ HTJ2KEncoder }) => {
      const encoder = new HTJ2KEncoder();
      encoder.setQuality(true, 0);
      encoder.setDecompositions(decompositions(info));
      return padded(encodeWith(encoder, info, bytes));
    });
  },
};
