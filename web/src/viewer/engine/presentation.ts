/** How a stack is looked at, to be found again: its window, its place on the screen. */
import { getShouldUseCPURendering, type StackViewport, type Types, utilities } from '@cornerstonejs/core';
import type { GreyChoice } from './greys/stack-greys.ts';

export interface Presentation {
  readonly greys: GreyChoice;
  /** Left out where it stands as it does of its own. */
  readonly view?: Types.ViewPresentation | undefined;
  readonly isInverted: boolean;
  /** Where somebody chose one: images have windows of their own. */
  readonly window?: Types.VOIRange | undefined;
}

/** In pixels of the screen, degrees, times of the size. */
const UNSEEN = 0.01;

const { toLowHighRange } = utilities.windowLevel;

/** @param isUntouched nobody moved or turned it: in another place it stands as it does there */
export function presentationOf(viewport: StackViewport, isUntouched: boolean): Omit<Presentation, 'greys'> {
  const { voiRange, invert = false } = viewport.getProperties();
  return {
    view: isUntouched ? undefined : viewport.getViewPresentation(),
    isInverted: invert,
    window: voiRange && !isOwn(viewport, voiRange) ? { ...voiRange } : undefined,
  };
}

/** All but its greys. */
export function present(viewport: StackViewport, { view, isInverted, window }: Presentation): void {
  viewport.setProperties({ invert: isInverted, ...(window && { voiRange: window }) });
  // Without WebGL Cornerstone puts a picture that was in the middle beside it.
  if (view && !getShouldUseCPURendering()) viewport.setViewPresentation(view);
  viewport.render();
}

/** As far as anybody sees. */
export function isSameView(a: Types.ViewPresentation, b: Types.ViewPresentation): boolean {
  const numbers = ({ zoom = 1, pan = [0, 0], rotation = 0 }: Types.ViewPresentation) => [
    ...[zoom, ...pan],
    rotation,
  ];
  const of = numbers(b);
  return (
    a.flipHorizontal === b.flipHorizontal && numbers(a).every((value, i) => Math.abs(value - of[i]!) < UNSEEN)
  );
}

function isOwn(viewport: StackViewport, { lower, upper }: Types.VOIRange): boolean {
  const { windowCenter, windowWidth } = viewport.getCornerstoneImage() ?? {};
  const [center, width] = [[windowCenter].flat()[0], [windowWidth].flat()[0]];
  if (center === undefined || width === undefined) return false;
  const own = toLowHighRange(width, center, viewport.getProperties().VOILUTFunction);
  return own.lower === lower && own.upper === upper;
}
