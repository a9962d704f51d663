/** What is used of the WebAssembly codecs, which come without types. */

interface WasmFrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned: boolean;
  readonly isUsingColorTransform?: boolean;
}

interface WasmDecoder {
  /** Memory of the module, valid until the next call. */
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array | Uint8ClampedArray;
  decode(): void;
  getFrameInfo(): WasmFrameInfo;
  delete(): void;
}

interface WasmEncoder {
  getDecodedBuffer(info: WasmFrameInfo): Uint8Array;
  getEncodedBuffer(): Uint8Array | Uint8ClampedArray;
  encode(): void;
  delete(): void;
}

interface WasmModule {
  readonly HEAPU8: Uint8Array;
}

interface WasmOptions {
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}

declare module '@cornerstonejs/codec-charls/wasmjs' {
  interface CharlsModule extends WasmModule {
    readonly JpegLSDecoder: new () => WasmDecoder & { getInterleaveMode(): number };
    readonly JpegLSEncoder: new () => WasmEncoder & {
      setNearLossless(near: number): void;
      setInterleaveMode(mode: number): void;
    };
  }
  export default function load(options: WasmOptions): Promise<CharlsModule>;
}

declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/wasmjs' {
  interface TurboModule extends WasmModule {
    readonly JPEGDecoder: new () => WasmDecoder;
  }
  export default function load(options: WasmOptions): Promise<TurboModule>;
}

declare module '@cornerstonejs/codec-openjpeg/wasmjs' {
  interface OpenJpegModule extends WasmModule {
    readonly J2KDecoder: new () => WasmDecoder;
    readonly J2KEncoder: new () => WasmEncoder & {
      setDecompositions(levels: number): void;
      setQuality(lossless: boolean, layers: number): void;
      setCompressionRatio(layer: number, ratio: number): void;
    };
  }
  export default function load(options: WasmOptions): Promise<OpenJpegModule>;
}

declare module '@cornerstonejs/codec-openjph/wasmjs' {
  interface OpenJphModule extends WasmModule {
    readonly HTJ2KDecoder: new () => WasmDecoder;
    readonly HTJ2KEncoder: new () => WasmEncoder & {
      setDecompositions(levels: number): void;
      setQuality(lossless: boolean, step: number): void;
    };
  }
  export default function load(options: WasmOptions): Promise<OpenJphModule>;
}
