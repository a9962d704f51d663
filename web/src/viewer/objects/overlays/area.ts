import type { Vector } from '../../engine/orientation.ts';
import type { Drawn } from './overlay.ts';
import { identity, type Plane } from './plane.ts';
import { type Rgba, resliced } from './reslice.ts';
import type { SeenImage } from './seen-image.ts';

/** Of a volume where an image cuts through it. */
export async function areaOf(
  image: SeenImage,
  plane: Plane,
  colourAt: (place: Vector) => Rgba | undefined,
): Promise<Drawn> {
  const pixels = new ImageData(resliced(image, plane, colourAt), image.columns, image.rows);
  return { kind: 'area', place: identity, picture: await createImageBitmap(pixels) };
}
