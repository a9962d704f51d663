/**
 * ICC profiles of colour spaces that pictures are asked for in (PS3.18 8.3.5.1.5): three primaries, a white and a transfer
 * function each, from the specifications of the spaces, as a matrix/TRC display profile (ICC.1:2022 8.3.3).
 */

import { applied, inverse, type Matrix, mapped, multiplied, transposed, type Vector } from './matrix.ts';
import { assembled, D50, fixed, gamma, gammaAboveLine, text, typed, xyz } from './profile-bytes.ts';

/** CIE 1931 x and y. */
type Chromaticity = readonly [x: number, y: number];

interface RgbSpace {
  readonly name: string;
  readonly red: Chromaticity;
  readonly green: Chromaticity;
  readonly blue: Chromaticity;
  readonly white: Chromaticity;
  /** From coded values to light, as an element of a profile. */
  readonly curve: Uint8Array;
}

export const outputSpaces = {
  /** Adobe RGB (1998) Color Image Encoding, version 2005-05, 4.3.1: gamma 2 + 51/256. */
  adobergb: {
    name: 'Adobe RGB (1998) compatible',
    ...{ red: [0.64, 0.33], green: [0.21, 0.71], blue: [0.15, 0.06], white: [0.3127, 0.329] },
    curve: gamma(2 + 51 / 256),
  },
  /** ROMM RGB (ISO 22028-2:2013): gamma 1.8, below 16 / 512 a line of slope 1/16. */
  rommrgb: {
    name: 'ROMM RGB',
    ...{ red: [0.7347, 0.2653], green: [0.1596, 0.8404], blue: [0.0366, 0.0001], white: [0.3457, 0.3585] },
    curve: gammaAboveLine(1.8, 1 / 16, 1 / 32),
  },
} as const satisfies Readonly<Record<string, RgbSpace>>;

export type OutputSpace = keyof typeof outputSpaces;

/** Cone responses of Bradford's adaptation (ICC.1:2022 annex E). */
const BRADFORD: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];
const made = new Map<OutputSpace, Uint8Array>();

export function outputProfile(space: OutputSpace): Uint8Array {
  const profile = made.get(space) ?? profileOf(outputSpaces[space]);
  made.set(space, profile);
  return profile;
}

function profileOf({ name, red, green, blue, white, curve }: RgbSpace): Uint8Array {
  const adaptation = toD50(xyzOf(white));
  const columns = multiplied(adaptation, primariesOf({ red, green, blue, white }));
  const column = (at: 0 | 1 | 2): Uint8Array => xyz(columns.map((row) => row[at]));
  return assembled([
    ['desc', text(name)],
    ['cprt', text('No copyright, use freely')],
    ['wtpt', xyz(D50)],
    ['chad', typed('sf32', fixed(adaptation.flat()))],
    ...([
      ['rXYZ', column(0)],
      ['gXYZ', column(1)],
      ['bXYZ', column(2)],
    ] as const),
    ...([
      ['rTRC', curve],
      ['gTRC', curve],
      ['bTRC', curve],
    ] as const),
  ]);
}

/** Columns: XYZ of each primary, so that all of them together are the white (SMPTE RP 177). */
function primariesOf({
  red,
  green,
  blue,
  white,
}: Pick<RgbSpace, 'red' | 'green' | 'blue' | 'white'>): Matrix {
  const directions = transposed([xyzOf(red), xyzOf(green), xyzOf(blue)]);
  const amounts = applied(inverse(directions), xyzOf(white));
  return mapped((row) => [row[0] * amounts[0], row[1] * amounts[1], row[2] * amounts[2]], directions);
}

/** How light of a white looks under D50. */
function toD50(white: Vector): Matrix {
  const [from, to] = [applied(BRADFORD, white), applied(BRADFORD, D50)];
  const scaled = mapped((row, at) => {
    const factor = to[at]! / from[at]!;
    return [row[0] * factor, row[1] * factor, row[2] * factor];
  }, BRADFORD);
  return multiplied(inverse(BRADFORD), scaled);
}

/** Of luminance 1. */
const xyzOf = ([x, y]: Chromaticity): Vector => [x / y, 1, (1 - x - y) / y];
