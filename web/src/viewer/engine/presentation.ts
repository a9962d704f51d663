/** How a stack is looked at, to be found again: its window, its place on the screen. */
import { getShouldUseCPURendering, type StackViewport, type Types, utilities } from '@cornerstonejs/core';

export interface Presentation {
  readonly view: Types.ViewPresentation;
  readonly isInverted: boolean;
  /** Where somebody chose one: images have windows of their own. */
  readonly window?: Types.VOIRange | undefined;
}

const { toLowHighRange } = utilities.windowLevel;

export function presentationOf(viewport: StackViewport): Presentation {
  const { voiRange, invert = false } = viewport.getProperties();
  return {
    view: viewport.getViewPresentation(),
    isInverted: invert,
    window: voiRange && !isOwn(viewport, voiRange) ? { ...voiRange } : undefined,
  };
}

export function present(viewport: StackViewport, { view, isInverted, window }: Presentation): void {
  viewport.setProperties({ invert: isInverted, ...(window && { voiRange: window }) });
  // Without WebGL Cornerstone puts a picture that was in the middle beside it.
  if (!getShouldUseCPURendering()) viewport.setViewPresentation(view);
  viewport.render();
}

function isOwn(viewport: StackViewport, { lower, upper }: Types.VOIRange): boolean {
  const { windowCenter, windowWidth } = viewport.getCornerstoneImage() ?? {};
  const [center, width] = [[windowCenter].flat()[0], [windowWidth].flat()[0]];
  if (center === undefined || width === undefined) return false;
  const own = toLowHighRange(width, center, viewport.getProperties().VOILUTFunction);
  return own.lower === lower && own.upper === upper;
}
