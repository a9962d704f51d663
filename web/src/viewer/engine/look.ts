/** How somebody wants an image to be seen, all at once: greys, which way round, which part of it. */
import type { StackViewport, Types } from '@cornerstonejs/core';
import { type Affine, applied, stretchOf } from './affine.ts';
import type { Curve } from './greys/curve.ts';
import type { Standing } from './standing.ts';

export interface Turn {
  /** Clockwise, degrees. */
  readonly rotation: number;
  /** Left and right are changed after that. */
  readonly isFlipped: boolean;
}

/** From the corner of the first pixel of the image, in pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** From stored values to those that ranges are in. */
export interface Rescale {
  readonly slope: number;
  readonly intercept: number;
}

export interface Look extends Turn {
  readonly area: Area;
  /** Pixels of the screen for one of the image, along its rows; where it is left out, the area fills its place. */
  readonly magnification?: number | undefined;
  /** The values that are the darkest and the brightest; those that the image asks for where they are left out. */
  readonly range?: Types.VOIRange | undefined;
  /** Instead of these: what a range cannot say. */
  readonly curve?: Curve | undefined;
  /** Whether the lowest value is white; as the image says where it is left out. */
  readonly isInverse?: boolean | undefined;
}

/**
 * To greys that are those of the image.
 * @param placeNow from pixels of the image to CSS pixels of the element, as it is when it is asked
 */
export function show(viewport: StackViewport, look: Look, placeNow: () => Affine): void {
  const { isInverse, range } = look;
  viewport.setProperties({
    ...(isInverse !== undefined && { invert: isInverse }),
    ...(range && { voiRange: range }),
  });
  turn(viewport, look);
  fitArea(viewport, look, placeNow);
  viewport.render();
}

/** The whole image, so turned, where it stands. */
export function stand(viewport: StackViewport, standing: Standing, placeNow: () => Affine): void {
  turn(viewport, standing);
  const { edge } = standing;
  const { dimensions } = viewport.getImageData();
  const [right, bottom] = dimensions;
  if (edge === undefined) return;
  const { left, width } = onScreen({ left: 0, top: 0, right, bottom }, placeNow());
  const [panX, panY] = viewport.getPan();
  const free = viewport.element.clientWidth - width;
  viewport.setPan([panX + (edge === 'left' ? 0 : free) - left, panY]);
}

function turn(viewport: StackViewport, { rotation, isFlipped }: Turn): void {
  viewport.setCamera({ flipHorizontal: false, flipVertical: false });
  viewport.setViewPresentation({ rotation: 0 });
  viewport.resetCamera({ resetPan: true, resetZoom: true, resetToCenter: true });
  viewport.setCamera({ flipHorizontal: isFlipped });
  // It turns what is mirrored already.
  viewport.setViewPresentation({ rotation: isFlipped ? (360 - rotation) % 360 : rotation });
}

function fitArea(viewport: StackViewport, { area, magnification }: Look, placeNow: () => Affine): void {
  const { clientWidth, clientHeight } = viewport.element;
  const before = placeNow();
  const { width: wide, height: high } = onScreen(area, before);
  const factor =
    magnification === undefined
      ? Math.min(clientWidth / wide, clientHeight / high)
      : magnification / (stretchOf(before, [1, 0]) * devicePixelRatio);
  viewport.setZoom(viewport.getZoom() * factor);
  const { left, top, width, height } = onScreen(area, placeNow());
  // On whole pixels of the screen: nothing is blurred that need not be.
  const whole = (place: number) => Math.round(place * devicePixelRatio) / devicePixelRatio;
  const [panX, panY] = viewport.getPan();
  viewport.setPan([
    panX + whole((clientWidth - width) / 2) - left,
    panY + whole((clientHeight - height) / 2) - top,
  ]);
}

/** CSS pixels. */
function onScreen({ left, top, right, bottom }: Area, place: Affine) {
  const [x1, y1] = applied(place, [left, top]);
  const [x2, y2] = applied(place, [right, bottom]);
  return {
    ...{ left: Math.min(x1, x2), top: Math.min(y1, y2) },
    ...{ width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) },
  };
}
