import { IsocenterError } from '../../base/index.ts';
import { bad, type Samples, uint16Of } from '../frame.ts';
import { pixelLimits } from '../limits.ts';

/**
 * A WebAssembly codec: loaded when first used, kept for the next frame, and let go when a frame trapped it or made its
 * memory grow beyond `pixelLimits.codecMemory`, which never shrinks.
 */
export class WasmCodec<Module extends WasmModule> {
  readonly #load: () => Promise<Module>;
  #module: Promise<Module> | undefined;

  /** `load` imports the package: nothing of it is read before it is needed. */
  constructor(load: (options: WasmOptions) => Promise<Module>) {
    // What the codecs have to say is of no use to anybody, and may be about patients.
    this.#load = () => load({ print: () => {}, printErr: () => {} });
  }

  /** Runs with the module; what it throws becomes `pixels/bad`. */
  async run<Result>(work: (module: Module) => Result): Promise<Result> {
    this.#module ??= this.#load();
    const module = await this.#module;
    try {
      const result = work(module);
      if (module.HEAPU8.length > pixelLimits.codecMemory) this.#module = undefined;
      return result;
    } catch (error) {
      if (error instanceof IsocenterError) throw error;
      if (!isException(error)) this.#module = undefined;
      throw new IsocenterError('pixels/bad', { reason: 'its codestream cannot be decoded' }, error);
    }
  }
}

/** What C++ threw comes as a pointer: the codec has cleaned up behind itself. A trap or an abort is an Error. */
const isException = (error: unknown): boolean => typeof error === 'number';

/** The decoded bytes of one codestream, copied out of the memory of the module. */
export function decodeWith<Decoder extends WasmDecoder, Result>(
  decoder: Decoder,
  codestream: Uint8Array,
  take: (decoded: Uint8Array, decoder: Decoder) => Result,
): Result {
  try {
    decoder.getEncodedBuffer(codestream.length).set(codestream);
    decoder.decode();
    return take(copied(decoder.getDecodedBuffer()), decoder);
  } finally {
    decoder.delete();
  }
}

/** The codestream of one frame, copied out of the memory of the module. */
export function encodeWith(encoder: WasmEncoder, info: WasmFrameInfo, frame: Uint8Array): Uint8Array {
  try {
    const input = encoder.getDecodedBuffer(info);
    if (input.length !== frame.length) throw bad(`${frame.length} bytes are no frame of ${input.length}`);
    input.set(frame);
    encoder.encode();
    return copied(encoder.getEncodedBuffer());
  } finally {
    encoder.delete();
  }
}

/** Samples of up to 8 bits are bytes, others two. A number of bytes that does not fit: `pixels/bad`. */
export function samplesOf(bytes: Uint8Array, count: number, bits: number): Samples {
  const samples = bits <= 8 ? bytes : uint16Of(bytes);
  if (samples.length !== count) throw bad('its codestream has fewer samples than it announces');
  return samples;
}

const copied = (view: Uint8Array | Uint8ClampedArray): Uint8Array => new Uint8Array(view);
