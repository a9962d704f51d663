/** Pictures of the series on a disc, for who has a browser and no DICOM viewer. */
import { readAhead } from '../base/index.ts';
import type { StoredInstance } from '../catalog/index.ts';

/** A JPEG of an instance; undefined where it shows nothing, or cannot be drawn. */
export type DrawPicture = (instance: StoredInstance) => Promise<Uint8Array | undefined>;

/** By the SOP Instance UIDs of what they show. */
export type DiscPictures = ReadonlyMap<string, Uint8Array>;

/** Some 15 MB in one page, which is in memory until the disc is written: its size is told before. */
const MAXIMUM_PICTURES = 500;

/** Drawn before their turn. */
const READ_AHEAD = 2;

/** @param instances one for each series */
export async function drawDiscPictures(
  instances: readonly StoredInstance[],
  draw: DrawPicture,
  signal: AbortSignal,
): Promise<DiscPictures> {
  const pictures = new Map<string, Uint8Array>();
  const drawn = readAhead(instances.slice(0, MAXIMUM_PICTURES), READ_AHEAD, async (instance) => ({
    instance,
    bytes: signal.aborted ? undefined : await draw(instance),
  }));
  for await (const { instance, bytes } of drawn) if (bytes) pictures.set(instance.sopInstanceUid, bytes);
  return pictures;
}
