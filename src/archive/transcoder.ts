import type { Header } from '../dicom/index.ts';

/** Gives memory for so many bytes; what is in it does not matter. */
export type TakeMemory = (length: number) => Uint8Array;

/** An instance that can be read anywhere. Offsets are those of its header. */
export interface InstanceBytes {
  readonly header: Header;
  /** Bytes in all. */
  readonly size: number;
  /** The bytes from `start` to before `end`, in memory that `take` gives, or that belongs to the caller. */
  read(start: number, end: number, take?: TakeMemory): Promise<Uint8Array>;
}

/** Port: converts compressed pixel data for receivers that do not take it as it is. Codecs are no business of the archive. */
export interface Transcoder {
  /** Which of the accepted transfer syntaxes an instance can be converted to, without a further loss. */
  target(storedUid: string, accepted: readonly string[]): string | undefined;
  /** The data set in the target syntax. What cannot be converted fails before the first chunk. */
  transcode(instance: InstanceBytes, targetUid: string): AsyncIterable<Uint8Array>;
}
