/** What can lie over images: its parts, which are shown or not, and what of them is drawn on an image. */
import type { Rgb } from './colours.ts';
import type { Outline, Pixel } from './contours.ts';
import type { Affine } from './plane.ts';
import type { SeenImage } from './seen-image.ts';

export interface OverlayPart {
  readonly key: string;
  readonly label: string;
  readonly colour: Rgb;
}

/** Areas in their colours, lines, single points, words, or what hides all of an image but a part. */
export type Drawn =
  | { readonly kind: 'area'; readonly picture: ImageBitmap; readonly place: Affine }
  | { readonly kind: 'lines'; readonly colour: Rgb; readonly outlines: readonly Outline[] }
  | { readonly kind: 'points'; readonly colour: Rgb; readonly points: readonly Pixel[] }
  | { readonly kind: 'words'; readonly colour: Rgb; readonly words: readonly Words[] }
  | { readonly kind: 'shutter'; readonly colour: Rgb; readonly holes: readonly Outline[] };

/** At a place of an image, and upright whichever way the image is turned. */
export interface Words {
  readonly lines: readonly string[];
  /** Corners of the box that they fill. */
  readonly box?: readonly [Pixel, Pixel] | undefined;
  readonly align: 'left' | 'center' | 'right';
  /** What they are about; where there is no box, they stand beside it. */
  readonly anchor?: Pixel | undefined;
  /** Whether a line leads from the box to the anchor. */
  readonly hasLine: boolean;
}

export interface Overlay {
  /** At least one, unless nothing of it can be hidden. */
  readonly parts: readonly OverlayPart[];
  /** What colours mean, where they stand for a number: from 0 to the most of it. */
  readonly legend?: { readonly most: number; readonly unit: string };
  /** @param shown keys of parts */
  on(image: SeenImage, shown: ReadonlySet<string>, signal: AbortSignal): Promise<readonly Drawn[]>;
}
