import { armShapes, attenuation, chestShapes, hounsfield, tableShapes } from './chest.ts';
import { headShapes } from './head.ts';
import { Noise, seededRandom } from './random.ts';
import { centredGrid, type Grid, paintSlice, type Shape, type TissueValues } from './shape.ts';

export const CT_SIZE = 256;
export const CT_SPACING_MM = 1.5;
export const MR_SIZE = 256;
export const MR_SPACING_MM = 0.9375;
export const CR_COLUMNS = 1024;
export const CR_ROWS = 912;
export const CR_SPACING_MM = 0.372;

/** Stored value = Hounsfield units + this. */
export const CT_OFFSET = 1024;
const CT_NOISE_HU = 13;
const MR_NOISE = 14;
const CR_NOISE = 9;

const maximum12Bit = 4095;

/** Slices of one chest at any height; the same seed gives the same vessels. */
export function ctSlices(seed: number, noduleDiameter: number): (z: number) => Uint8Array {
  const shapes = [...tableShapes, ...chestShapes(seededRandom(seed), noduleDiameter)];
  const grid = centredGrid(CT_SIZE, CT_SPACING_MM);
  const noise = new Noise(seededRandom(seed + noduleDiameter));
  const image = new Float32Array(CT_SIZE * CT_SIZE);
  return (z) => {
    image.fill(hounsfield.air);
    paintSlice(image, grid, shapes, z, hounsfield);
    const grain = noise.sequence();
    return store12Bit(image, (value, i) => value + CT_OFFSET + CT_NOISE_HU * (grain(i) + 0.7 * grain(i + 1)));
  };
}

/** Slices of a head at any height, weighted as `signal` says. */
export function mrSlices(seed: number, signal: TissueValues): (z: number) => Uint8Array {
  const grid = centredGrid(MR_SIZE, MR_SPACING_MM);
  const noise = new Noise(seededRandom(seed));
  const image = new Float32Array(MR_SIZE * MR_SIZE);
  return (z) => {
    image.fill(0);
    paintSlice(image, grid, headShapes, z, signal);
    const grain = noise.sequence();
    // Coils see what is near them best. The magnitude of a noisy complex signal is never negative.
    return store12Bit(image, (value, i) => {
      const x = ((i % MR_SIZE) - MR_SIZE / 2) / MR_SIZE;
      const y = Math.floor(i / MR_SIZE) / MR_SIZE - 0.5;
      const weighted = value * (0.9 + 0.5 * (x * x + y * y) - 0.1 * y);
      return Math.hypot(weighted + MR_NOISE * grain(i), MR_NOISE * grain(i + MR_SIZE));
    });
  };
}

/** The chest is summed from front to back on a coarser grid, then enlarged by this. */
const CR_ENLARGEMENT = { columns: 2, rows: 3 };
const CR_TOP_MM = 88;
const CR_DEPTH_STEP_MM = 3;

/** A chest from behind to the front, standing, as a digital radiograph: what absorbs is bright. */
export function chestRadiograph(seed: number): Uint8Array {
  const columns = CR_COLUMNS / CR_ENLARGEMENT.columns;
  const rows = CR_ROWS / CR_ENLARGEMENT.rows;
  const shapes = [...armShapes, ...chestShapes(seededRandom(seed))];
  const projection = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) projection.set(projectRow(shapes, columns, row), row * columns);
  const grain = new Noise(seededRandom(seed)).sequence();
  const enlarged = enlarge(projection, columns, rows);
  // Film-like: more contrast where little is absorbed.
  return store12Bit(enlarged, (value, i) => 3900 * (1 - Math.exp(-value / 165)) + CR_NOISE * grain(i));
}

function projectRow(shapes: readonly Shape[], columns: number, row: number): Float32Array {
  const columnSpacing = CR_SPACING_MM * CR_ENLARGEMENT.columns;
  const depth = 84;
  const grid: Grid = {
    columns,
    rows: depth,
    left: (-(columns - 1) / 2) * columnSpacing,
    top: (-(depth - 1) / 2) * CR_DEPTH_STEP_MM,
    columnSpacing,
    rowSpacing: CR_DEPTH_STEP_MM,
  };
  const slice = new Float32Array(columns * depth);
  paintSlice(slice, grid, shapes, CR_TOP_MM - row * CR_SPACING_MM * CR_ENLARGEMENT.rows, attenuation);
  const line = new Float32Array(columns);
  for (let i = 0; i < slice.length; i++) line[i % columns]! += (slice[i] as number) * CR_DEPTH_STEP_MM;
  return line;
}

/** Bilinear. */
function enlarge(source: Float32Array, columns: number, rows: number): Float32Array {
  const target = new Float32Array(CR_COLUMNS * CR_ROWS);
  for (let y = 0; y < CR_ROWS; y++) {
    const sourceY = Math.min(rows - 1.001, y / CR_ENLARGEMENT.rows);
    const above = Math.floor(sourceY);
    for (let x = 0; x < CR_COLUMNS; x++) {
      const sourceX = Math.min(columns - 1.001, x / CR_ENLARGEMENT.columns);
      const at = above * columns + Math.floor(sourceX);
      const fx = sourceX - Math.floor(sourceX);
      const fy = sourceY - above;
      const upper = source[at]! * (1 - fx) + source[at + 1]! * fx;
      const lower = source[at + columns]! * (1 - fx) + source[at + columns + 1]! * fx;
      target[y * CR_COLUMNS + x] = upper * (1 - fy) + lower * fy;
    }
  }
  return target;
}

function store12Bit(image: Float32Array, storedValue: (value: number, i: number) => number): Uint8Array {
  const bytes = new Uint8Array(image.length * 2);
  for (let i = 0; i < image.length; i++) {
    const value = Math.max(0, Math.min(maximum12Bit, Math.round(storedValue(image[i] as number, i))));
    bytes[2 * i] = value & 0xff;
    bytes[2 * i + 1] = value >> 8;
  }
  return bytes;
}
