/** From pixels of an image to pixels of the screen and back: x' = a x + c y + e, y' = b x + d y + f. Pure. */

export type Point = readonly [x: number, y: number];

export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export const applied = ({ a, b, c, d, e, f }: Affine, [x, y]: Point): Point => [
  a * x + c * y + e,
  b * x + d * y + f,
];

/** The way back; undefined where everything falls on a line. */
export function inverse({ a, b, c, d, e, f }: Affine): Affine | undefined {
  const determinant = a * d - b * c;
  if (!Number.isFinite(1 / determinant)) return undefined;
  return {
    ...{ a: d / determinant, b: -b / determinant, c: -c / determinant, d: a / determinant },
    ...{ e: (c * f - d * e) / determinant, f: (b * e - a * f) / determinant },
  };
}

/** The one by which the origin and the ends of the two axes, of these lengths, come to these places. */
export const affineBy = (origin: Point, x: Point, y: Point, [width, height]: Point): Affine => ({
  ...{ a: (x[0] - origin[0]) / width, b: (x[1] - origin[1]) / width },
  ...{ c: (y[0] - origin[0]) / height, d: (y[1] - origin[1]) / height },
  ...{ e: origin[0], f: origin[1] },
});

/** How long a direction of the image is on the screen. */
export const stretchOf = ({ a, b, c, d }: Affine, [x, y]: Point): number =>
  Math.hypot(a * x + c * y, b * x + d * y);
