import type { DrawPicture } from '../archive/index.ts';
import type { Caller } from '../contract/index.ts';
import type { Renderer } from '../render/index.ts';

/** Enough to recognise what it is, and to show it to somebody. Pixels. */
const SIDE = 512;

/** Pictures for the page of a disc. What cannot be drawn has none: the disc is about the files. */
export const discPicture =
  (renderer: Renderer, caller: Caller): DrawPicture =>
  async (instance) => {
    try {
      return (await renderer.thumbnail(caller, instance, { side: SIDE })).bytes;
    } catch {
      return undefined;
    }
  };
