import { frameBytes, instancePath, type JsonInstance } from '../../../api/dicom-web.ts';
import { areaOf } from './area.ts';
import { coloursOf } from './mask-samples.ts';
import { colourIn, maskStackOf, masksAcross } from './mask-stack.ts';
import type { Drawn, Overlay } from './overlay.ts';
import type { SeenImage } from './seen-image.ts';
import { masksOn, type Placed, readSegmentation, type Segment } from './segmentation.ts';

/** Frames in memory: of 512 x 512 bits each 32 kB. */
const MAX_KEPT = 512;

export function segmentationOverlay(study: string, series: string, instance: JsonInstance): Overlay {
  const segmentation = readSegmentation(instance);
  const { columns, rows, segments, sopInstanceUid } = segmentation;
  const path = instancePath(study, series, sopInstanceUid);
  const kept = new Map<number, Uint8Array>();
  const bytesOf = async (frame: number, signal: AbortSignal): Promise<Uint8Array> => {
    const known = kept.get(frame);
    if (known) return known;
    const bytes = await frameBytes(path, frame, signal);
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(frame, bytes);
    return bytes;
  };
  /** Where no mask lies on the image: of those that it cuts through. */
  const across = async (
    image: SeenImage,
    visible: ReadonlyMap<number, Segment>,
    signal: AbortSignal,
  ): Promise<Drawn[]> => {
    const stack = maskStackOf(segmentation, image);
    if (!stack || !image.plane) return [];
    const masks = masksAcross(stack, image).filter(
      ({ segment }) => segment === undefined || visible.has(segment),
    );
    if (masks.length === 0) return [];
    const bytes = new Map(
      await Promise.all(masks.map(async (mask) => [mask, await bytesOf(mask.frame, signal)] as const)),
    );
    const colourAt = colourIn(stack, segmentation, (mask) => bytes.get(mask), visible);
    return [await areaOf(image, image.plane, colourAt)];
  };
  return {
    parts: segments.map(({ number, label, colour }) => ({
      key: String(number),
      label: label || String(number),
      colour,
    })),
    on: async (image: SeenImage, shown, signal) => {
      const visible = new Map(
        segments.filter(({ number }) => shown.has(String(number))).map((one) => [one.number, one]),
      );
      const isSeen = ({ mask }: Placed) => mask.segment === undefined || visible.has(mask.segment);
      const on = masksOn(segmentation, image);
      if (on.length === 0) return across(image, visible, signal);
      const drawn = on.filter(isSeen).map(async ({ mask, place }): Promise<Drawn> => {
        const colours = coloursOf(await bytesOf(mask.frame, signal), segmentation, visible, mask.segment);
        return {
          kind: 'area',
          place,
          picture: await createImageBitmap(new ImageData(colours, columns, rows)),
        };
      });
      return Promise.all(drawn);
    },
  };
}
