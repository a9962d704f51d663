/** What worker threads are asked, and what they answer: plain data, large buffers handed over. */

import type { Display, Frame, Overlay, Picture, StoredFrame } from '../pixels/index.ts';
import type { Annotation } from './annotation.ts';
import type { OutputSpace } from './icc/index.ts';

/** Part of a picture, in pixels of the image, and the size that it is to fit in (PS3.18 8.3.5.1.3). */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly region?: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
    readonly flipsHorizontally: boolean;
    readonly flipsVertically: boolean;
  };
}

export interface Look {
  readonly display: Display;
  readonly overlays: readonly Overlay[];
  readonly viewport?: Viewport | undefined;
  readonly annotation?: Annotation | undefined;
}

/** As the data set has them, or in a space that is widely known. */
export type ColourTarget = 'own' | 'srgb' | OutputSpace;

/** What the colours of a picture mean is said in it. */
export interface ColourProfile {
  /** The ICC profile of the data set; without one its colours are taken to be sRGB. */
  readonly own: Uint8Array | undefined;
  /** What colours are converted to. */
  readonly target: ColourTarget;
}

export type Task =
  /** Into another transfer syntax. */
  | { readonly kind: 'convert'; readonly frame: StoredFrame; readonly targetUid: string }
  | {
      readonly kind: 'picture';
      readonly frame: StoredFrame;
      readonly look: Look;
      readonly format: 'jpeg' | 'png';
      readonly quality: number;
      /** Of colour pictures only. */
      readonly profile?: ColourProfile | undefined;
    }
  /** One picture of an animation, without compression. */
  | { readonly kind: 'cell'; readonly frame: StoredFrame; readonly look: Look }
  | { readonly kind: 'gif'; readonly cells: readonly Picture[]; readonly delayMs: number }
  /** All of them in one PNG. */
  | { readonly kind: 'montage'; readonly cells: readonly Picture[]; readonly columns: number };

export type PictureTask = Extract<Task, { kind: 'picture' }>;

export interface Answers {
  readonly convert: Frame;
  readonly picture: Uint8Array;
  readonly cell: Picture;
  readonly gif: Uint8Array;
  readonly montage: Uint8Array;
}

/** Made with a loss, and therefore only where somebody asks for it. */
export const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';

export type AnswerTo<Asked extends Task> = Answers[Asked['kind']];

/** What went wrong in a thread: errors of the register do not survive the way between threads. */
export interface TaskFailure {
  readonly failed: { readonly code: string; readonly params: Readonly<Record<string, string | number>> };
}
