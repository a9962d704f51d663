/** What is decoded at most. Checked before memory is taken. Over a limit: `dicom/limit`. */
export const pixelLimits = {
  /** Bytes of one frame, decoded: 16,384 x 16,384 grey values of 16 bits. */
  frameBytes: 512 * 1024 * 1024,
  /** Bytes of one frame as it is stored, compressed. */
  encodedFrameBytes: 512 * 1024 * 1024,
  /** Number of Frames; whole slide images have some hundred thousand tiles. */
  frames: 10_000_000,
  /** Bytes of native pixel data, whose length has 32 bits and is even (PS3.5 7.1). */
  pixelDataBytes: 0xfffffffe,
  /** Bytes before the pixel data of an instance that is converted, and of those after it. */
  headBytes: 256 * 1024 * 1024,
  /** Samples of one pixel: colour and alpha. */
  samplesPerPixel: 4,
  /** Tiles of one JPEG 2000 codestream (ISO/IEC 15444-1 A.4.2 numbers them with 16 bits). */
  tiles: 65_535,
  /** Scans of one JPEG image; progressive ones have about ten. */
  scans: 256,
  /** Entries of one look-up table, whose count has 16 bits; 0 stands for this many (PS3.3 C.11.1.1.1). */
  lutEntries: 65_536,
  /** Planes of overlays: groups 6000 to 601E (PS3.3 C.9.2). */
  overlays: 16,
  /** Memory of a WebAssembly codec, bytes: an instance that grew beyond is let go after the frame. */
  codecMemory: 256 * 1024 * 1024,
} as const;
