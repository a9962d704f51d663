import { bad, type Frame } from '../frame.ts';

/** The cells of a frame as numbers; the bits of a cell that are no sample are still in them. */
export type Cells = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/** One number for each cell. Single bits are unpacked. */
export function cellsOf({ image, bytes }: Frame): Cells {
  const { bitsAllocated, sampleKind, rows, columns, samplesPerPixel } = image;
  if (bitsAllocated === 1) return unpackedBits(bytes, rows * columns * samplesPerPixel);
  if (bitsAllocated === 8) return bytes;
  const width = bitsAllocated / 8;
  const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  const [buffer, offset, length] = [aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / width)];
  if (sampleKind === 'float') return new Float32Array(buffer, offset, length);
  if (sampleKind === 'double') return new Float64Array(buffer, offset, length);
  if (bitsAllocated === 16) return new Uint16Array(buffer, offset, length);
  if (bitsAllocated === 32) return new Uint32Array(buffer, offset, length);
  throw bad(`${bitsAllocated} bits a sample cannot be shown`);
}

/** From a cell to the sample in it: the stored bits, below the high bit, with their sign (PS3.5 8.1.1). */
export function sampleReader({ image }: Frame): (cell: number) => number {
  const { sampleKind, highBit, bitsStored, isSigned, bitsAllocated } = image;
  if (sampleKind !== 'integer') return (cell) => cell;
  // Above 31 bits the operators on 32-bit integers no longer serve.
  if (bitsStored >= 32) return isSigned ? (cell) => cell | 0 : (cell) => cell;
  const shift = highBit + 1 - bitsStored;
  const left = 32 - bitsStored;
  if (bitsAllocated === 1) return (cell) => cell;
  return isSigned
    ? (cell) => ((cell >>> shift) << left) >> left
    : (cell) => ((cell >>> shift) << left) >>> left;
}

function unpackedBits(bytes: Uint8Array, count: number): Uint8Array {
  const cells = new Uint8Array(count);
  for (let i = 0; i < count; i++) cells[i] = (bytes[i >> 3]! >> (i & 7)) & 1;
  return cells;
}
