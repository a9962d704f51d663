/** What a shape is made of; each modality has its own table of what that looks like. */
export type Tissue =
  | 'air'
  | 'lung'
  | 'fat'
  | 'muscle'
  | 'organ'
  | 'blood'
  | 'cortical'
  | 'marrow'
  | 'fluid'
  | 'grey'
  | 'white'
  | 'lesion'
  | 'table';

export type TissueValues = Readonly<Record<Tissue, number>>;

/**
 * An ellipsoid in patient coordinates (PS3.3 C.7.6.2.1.1: x to the left, y to the back, z to the head), in mm.
 * A body is a list of them, painted in order.
 */
export interface Shape {
  readonly tissue: Tissue;
  readonly centre: Point;
  readonly radii: Point;
  /** Rotation about z in radians. */
  readonly angle?: number;
  /** 2 is an ellipsoid; larger ones come closer to a cylinder along z. */
  readonly taper?: number;
  /** Furrows in the outline: how many, and how deep as a fraction of the radius. */
  readonly furrows?: { readonly count: number; readonly depth: number };
}

export type Point = readonly [x: number, y: number, z: number];

/** Where pixels lie: the centre of the first one and the distance between centres, in mm. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
  readonly columnSpacing: number;
  readonly rowSpacing: number;
}

/** A square grid around the origin. */
export function centredGrid(size: number, spacing: number): Grid {
  const edge = (-(size - 1) / 2) * spacing;
  return { columns: size, rows: size, left: edge, top: edge, columnSpacing: spacing, rowSpacing: spacing };
}

/** The cross-section of `shapes` at height `z`, over what is in `image`. Edges are blended over one pixel. */
export function paintSlice(
  image: Float32Array,
  grid: Grid,
  shapes: readonly Shape[],
  z: number,
  values: TissueValues,
): void {
  for (const shape of shapes) {
    const size = sizeAt(shape, z);
    if (size > 0) paintOutline(image, grid, shape, size, z, values[shape.tissue]);
  }
}

/** How large a shape's outline is at height `z`, as a fraction of its radii. */
function sizeAt({ centre, radii, taper = 2 }: Shape, z: number): number {
  const distance = Math.abs(z - centre[2]) / radii[2];
  return distance >= 1 ? 0 : Math.sqrt(1 - distance ** taper);
}

function paintOutline(
  image: Float32Array,
  grid: Grid,
  shape: Shape,
  size: number,
  z: number,
  value: number,
): void {
  const { columns, rows, left, top, columnSpacing, rowSpacing } = grid;
  const [cx, cy] = shape.centre;
  const rx = shape.radii[0] * size;
  const ry = shape.radii[1] * size;
  const cos = Math.cos(shape.angle ?? 0);
  const sin = Math.sin(shape.angle ?? 0);
  const reachX = Math.hypot(rx * cos, ry * sin) + columnSpacing;
  const reachY = Math.hypot(rx * sin, ry * cos) + rowSpacing;
  const fromColumn = Math.max(0, Math.ceil((cx - reachX - left) / columnSpacing));
  const toColumn = Math.min(columns - 1, Math.floor((cx + reachX - left) / columnSpacing));
  const fromRow = Math.max(0, Math.ceil((cy - reachY - top) / rowSpacing));
  const toRow = Math.min(rows - 1, Math.floor((cy + reachY - top) / rowSpacing));
  // Distance from the edge in pixels, as exact as a blend over one pixel needs it.
  const pixelsPerRadius = Math.min(rx, ry) / Math.min(columnSpacing, rowSpacing);

  for (let row = fromRow; row <= toRow; row++) {
    const dy = top + row * rowSpacing - cy;
    for (let column = fromColumn; column <= toColumn; column++) {
      const dx = left + column * columnSpacing - cx;
      const u = (dx * cos + dy * sin) / rx;
      const v = (dy * cos - dx * sin) / ry;
      const radius = Math.sqrt(u * u + v * v);
      const edge = shape.furrows === undefined ? 1 : furrowed(shape.furrows, Math.atan2(v, u), z);
      const coverage = 0.5 + (edge - radius) * pixelsPerRadius;
      if (coverage <= 0) continue;
      const at = row * columns + column;
      const before = image[at] as number;
      image[at] = coverage >= 1 ? value : before + coverage * (value - before);
    }
  }
}

/** The outline's radius in direction `theta`: narrow furrows of uneven depth that wander with z. */
function furrowed({ count, depth }: NonNullable<Shape['furrows']>, theta: number, z: number): number {
  const wander = 2.6 * Math.sin(3 * theta + z / 17) + 1.7 * Math.sin(7 * theta - z / 11);
  const fold = 1 - Math.abs(Math.sin((count / 2) * theta + wander + z / 29));
  const unevenness = 0.6 + 0.25 * Math.sin(4 * theta + z / 13 + 1) + 0.15 * Math.sin(13 * theta + z / 7);
  return 1 - depth * unevenness * fold * fold;
}

/** A tube along a path, as overlapping balls. */
export function tube(tissue: Tissue, path: readonly Point[], radius: number, endRadius = radius): Shape[] {
  return samplePath(path, Math.max(0.8, Math.min(radius, endRadius) * 0.5)).map(({ point, fraction }) => {
    const r = radius + fraction * (endRadius - radius);
    return { tissue, centre: point, radii: [r, r, r] };
  });
}

/** Points along a path of straight pieces, `step` mm apart, with how far along (0 to 1) each one is. */
export function samplePath(path: readonly Point[], step: number): { point: Point; fraction: number }[] {
  const pieces = path.slice(1).map((end, i) => ({ start: path[i] as Point, end }));
  return pieces.flatMap(({ start, end }, piece) => {
    const count = Math.max(1, Math.ceil(distanceBetween(start, end) / step));
    return Array.from({ length: count }, (_, i) => ({
      point: between(start, end, i / count),
      fraction: (piece + i / count) / pieces.length,
    }));
  });
}

const between = (a: Point, b: Point, t: number): Point => [
  a[0] + t * (b[0] - a[0]),
  a[1] + t * (b[1] - a[1]),
  a[2] + t * (b[2] - a[2]),
];

const distanceBetween = (a: Point, b: Point) => Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
