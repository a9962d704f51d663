/** What can lie over images: its parts, which are shown or not, and what of them is drawn on an image. */
import type { Rgb } from './colours.ts';
import type { Outline } from './contours.ts';
import type { Affine } from './plane.ts';
import type { SeenImage } from './segmentation.ts';

export interface OverlayPart {
  readonly key: string;
  readonly label: string;
  readonly colour: Rgb;
}

/** Areas in their colours, or lines. */
export type Drawn =
  | { readonly kind: 'area'; readonly picture: ImageBitmap; readonly place: Affine }
  | { readonly kind: 'lines'; readonly colour: Rgb; readonly outlines: readonly Outline[] };

export interface Overlay {
  /** At least one. */
  readonly parts: readonly OverlayPart[];
  /** What colours mean, where they stand for a number: from 0 to the most of it. */
  readonly legend?: { readonly most: number; readonly unit: string };
  /** @param shown keys of parts */
  on(image: SeenImage, shown: ReadonlySet<string>, signal: AbortSignal): Promise<readonly Drawn[]>;
}
