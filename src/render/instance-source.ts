import type { Archive, InstanceBytes, StoredInstance } from '../archive/index.ts';
import type { Caller } from '../contract/index.ts';
import { type FrameReader, openFrames } from '../pixels/index.ts';

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
