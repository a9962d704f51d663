import { IsocenterError } from '../base/index.ts';

/** Bytes that can be read anywhere: a file, or memory. */
export interface ByteSource {
  /** Bytes in all. */
  readonly size: number;
  /** The bytes from `start` to before `end`; fewer where the source ends. They belong to the caller, or never change. */
  read(start: number, end: number, take?: (length: number) => Uint8Array): Promise<Uint8Array>;
}

export function bytesInMemory(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
}

/** Exactly these bytes; `dicom/truncated` where the source ends before. */
export async function readExactly(
  source: ByteSource,
  start: number,
  length: number,
  take?: (length: number) => Uint8Array,
): Promise<Uint8Array> {
  const missing = start + length - source.size;
  if (missing <= 0) {
    const bytes = await source.read(start, start + length, take);
    if (bytes.length === length) return bytes;
  }
  throw new IsocenterError('dicom/truncated', { offset: source.size, needed: Math.max(1, missing) });
}
