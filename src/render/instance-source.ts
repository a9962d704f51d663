import type { Archive, InstanceBytes, StoredInstance, TakeMemory } from '../archive/index.ts';
import type { Caller } from '../contract/index.ts';
import { transferSyntaxOf } from '../dicom/index.ts';
import { canDecode, type FrameReader, openFrames, type StoredFrame } from '../pixels/index.ts';

/** An instance opened for its frames. */
export interface OpenInstance extends InstanceBytes {
  readonly frames: FrameReader;
}

/** Reads the header. Errors: those of `archive.open` and `openFrames`. */
export async function openInstance(
  archive: Archive,
  { actor, scope }: Caller,
  instance: StoredInstance,
): Promise<OpenInstance> {
  const bytes = await archive.open(actor, scope, instance);
  return { ...bytes, frames: await openFrames(bytes, bytes.header) };
}

/** Deflated data sets do not tell where their pixels are. */
export const hasPixels = ({ pixelDataOffset, transferSyntaxUid }: StoredInstance): boolean =>
  (pixelDataOffset !== null && canDecode(transferSyntaxUid)) ||
  transferSyntaxOf(transferSyntaxUid)?.deflated === true;

/** @param take where its bytes go; memory of their own where it is left out */
export async function storedFrame(
  { frames }: OpenInstance,
  frame: number,
  take?: TakeMemory,
): Promise<StoredFrame> {
  const { transferSyntaxUid, image } = frames;
  return { bytes: await frames.read(frame, take), transferSyntaxUid, image };
}
