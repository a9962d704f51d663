import { Noise } from './random.ts';
import { type Grid, paintSlice, type Shape, type TissueValues } from './shape.ts';

export const CINE = {
  columns: 480,
  rows: 360,
  frames: 40,
  frameTimeMs: 33.3,
  framesPerBeat: 27,
  mmPerPixel: 0.42,
};

/** How bright tissue echoes, before speckle. */
const echo: TissueValues = {
  air: 0,
  lung: 10,
  fat: 150,
  muscle: 112,
  organ: 46,
  blood: 9,
  cortical: 235,
  marrow: 160,
  fluid: 5,
  grey: 90,
  white: 120,
  lesion: 180,
  table: 0,
};

const HALF_ANGLE = 0.74;
const DEPTH_MM = 140;
const NEAR_MM = 3;
const TOP_MM = -74;

const grid: Grid = {
  columns: CINE.columns,
  rows: CINE.rows,
  left: (-(CINE.columns - 1) / 2) * CINE.mmPerPixel,
  top: TOP_MM,
  columnSpacing: CINE.mmPerPixel,
  rowSpacing: CINE.mmPerPixel,
};
const APEX_Y = TOP_MM + 4;

/** An apical four-chamber view of a beating heart, 8 bit: the apex on top, the left ventricle on the right. */
export function heartCine(random: () => number): Uint8Array {
  const { columns, rows, frames, framesPerBeat } = CINE;
  const speckle = new Noise(random);
  const fan = fanWeights();
  const still = speckle.sequence();
  const pixels = new Uint8Array(columns * rows * frames);
  const image = new Float32Array(columns * rows);
  for (let frame = 0; frame < frames; frame++) {
    const phase = (frame % framesPerBeat) / framesPerBeat;
    image.fill(echo.organ);
    paintSlice(image, grid, heartAt(phase), 0, echo);
    const target = pixels.subarray(frame * image.length, (frame + 1) * image.length);
    speckleInto(target, image, fan, still, speckle.sequence());
    drawTrace(target, frame / framesPerBeat);
  }
  return pixels;
}

/** 0 = filled, 1 = squeezed: the ventricles contract fast and relax slowly, the atria a little before them. */
const squeeze = (phase: number): number => {
  const t = (phase + 1) % 1;
  return t < 0.36
    ? Math.sin((t / 0.36) * (Math.PI / 2)) ** 2
    : Math.cos(((t - 0.36) / 0.64) * (Math.PI / 2)) ** 2;
};

function heartAt(phase: number): Shape[] {
  const ventricle = squeeze(phase);
  const atrium = squeeze(phase + 0.5);
  const valvePlane = 14 + 9 * (1 - ventricle);
  // Valves are open while the ventricles fill.
  const open = ventricle < 0.5 ? Math.sin((1 - ventricle) * Math.PI) * 0.9 + 0.1 : 0;
  const narrow = 1 - 0.34 * ventricle;
  const flat = (tissue: Shape['tissue'], x: number, y: number, rx: number, ry: number, angle = 0): Shape => ({
    tissue,
    centre: [x, y, 0],
    radii: [rx, ry, 1],
    angle,
  });
  return [
    flat('fat', -4, 5, 54, 64),
    flat('lung', 74, 40, 22, 60, -0.3),
    flat('muscle', -4, 7, 51, 61),
    flat('blood', 17, (valvePlane - 48) / 2, 19 * narrow, 31 - 6 * ventricle, -0.06),
    flat('blood', -28, (valvePlane - 34) / 2 + 2, 14 * narrow, 23 - 4 * ventricle, 0.14),
    flat('blood', 18, valvePlane + 20, 20 * (1 - 0.12 * atrium), 17 * (1 - 0.16 * atrium)),
    flat('blood', -26, valvePlane + 20, 18 * (1 - 0.12 * atrium), 17 * (1 - 0.16 * atrium)),
    ...(
      [
        [8, 1],
        [28, -1],
        [-36, 1],
        [-17, -1],
      ] as const
    ).map(([x, side]) =>
      flat(
        'cortical',
        x - side * 3,
        valvePlane - 5 * open,
        8.5 - 2.5 * open,
        1.1,
        side * (0.1 - 1.15 * open),
      ),
    ),
    flat('fat', 36, valvePlane, 4, 3),
    flat('fat', -44, valvePlane, 4, 3),
  ];
}

/** The weight of every pixel in the sector that the probe sees: 0 outside, fading with depth inside. */
function fanWeights(): Float32Array {
  const { columns, rows, mmPerPixel } = CINE;
  const weights = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = grid.left + column * mmPerPixel;
      const y = grid.top + row * mmPerPixel - APEX_Y;
      const depth = Math.hypot(x, y);
      const inside = depth > NEAR_MM && depth < DEPTH_MM && Math.abs(Math.atan2(x, y)) < HALF_ANGLE;
      weights[row * columns + column] = inside ? 1.12 - (0.5 * depth) / DEPTH_MM : 0;
    }
  }
  return weights;
}

/** Speckle: the length of a random vector, mostly at rest with the tissue, a little of it new in every frame. */
function speckleInto(
  target: Uint8Array,
  image: Float32Array,
  fan: Float32Array,
  still: (i: number) => number,
  fresh: (i: number) => number,
): void {
  const { columns } = CINE;
  for (let i = 0; i < target.length; i++) {
    const weight = fan[i] as number;
    if (weight === 0) continue;
    // Grains are wider across the beam than along it.
    const grain = (i - (i % columns)) * 3 + ((i % columns) >> 1);
    const re = still(grain) + 0.35 * fresh(grain);
    const im = still(grain + 7919) + 0.35 * fresh(grain + 7919);
    const brightness = (image[i] as number) * weight * (0.3 + 0.55 * Math.hypot(re, im));
    target[i] = Math.min(255, brightness);
  }
}

/** The ECG at the lower edge: what has passed so far, as the machine draws it. */
function drawTrace(target: Uint8Array, beats: number): void {
  const { columns, rows, frames, framesPerBeat } = CINE;
  const shown = frames / framesPerBeat;
  const end = Math.min(columns - 1, Math.floor((beats / shown) * (columns - 40)) + 20);
  let before = traceHeight(0);
  for (let x = 20; x <= end; x++) {
    const height = traceHeight(((x - 20) / (columns - 40)) * shown);
    const [low, high] = before < height ? [before, height] : [height, before];
    for (let y = Math.floor(low); y <= Math.ceil(high); y++) target[(rows - 14 - y) * columns + x] = 200;
    before = height;
  }
}

const bump = (t: number, at: number, width: number, height: number) =>
  height * Math.exp(-(((t - at) / width) ** 2));

function traceHeight(beats: number): number {
  const t = (beats + 0.1) % 1;
  return bump(t, 0, 0.03, 2) + bump(t, 0.1, 0.012, 24) - bump(t, 0.13, 0.012, 6) + bump(t, 0.4, 0.05, 4);
}
