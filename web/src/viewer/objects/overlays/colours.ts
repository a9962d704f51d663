/** Colours of what lies over images. */
import { type JsonInstance, numbersIn } from '../../../api/dicom-web.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** For what names none: told apart on greys, also by most who see red and green alike (after P. Tol, "bright"). */
const usual: readonly Rgb[] = [
  [238, 102, 119],
  [68, 187, 153],
  [102, 170, 255],
  [204, 187, 68],
  [221, 130, 204],
  [102, 204, 238],
  [245, 160, 80],
];

export const usualColour = (index: number): Rgb => usual[index % usual.length]!;

/** That of an element with a CIELab value; undefined where it has none. */
export function colourIn(item: JsonInstance, tag: string): Rgb | undefined {
  const lab = numbersIn(item, tag);
  return lab.length === 3 ? rgbOfCieLab(lab) : undefined;
}

/** @param pValue of 16 bits (PS3.3 C.10.7.1.1): 65535 is white */
export function greyOf(pValue: number): Rgb {
  const level = Math.round(pValue / 257);
  return [level, level, level];
}

/** A CIELab value as DICOM writes it (PS3.3 C.10.7.1.1), 16 bits for each, in sRGB. White is D50 there and D65 here. */
export function rgbOfCieLab([l = 0, a = 0, b = 0]: readonly number[]): Rgb {
  const [lightness, aStar, bStar] = [(l / 65_535) * 100, (a / 65_535) * 255 - 128, (b / 65_535) * 255 - 128];
  const fy = (lightness + 16) / 116;
  const [x, y, z] = [fy + aStar / 500, fy, fy - bStar / 200].map(
    (f, i) => whiteD50[i]! * unbent(f),
  ) as unknown as Rgb;
  return fromD50.map(([p, q, r]) => gamma(p * x + q * y + r * z)) as unknown as Rgb;
}

const whiteD50 = [0.9642, 1, 0.8251] as const;

/** From XYZ under D50, adapted by Bradford's method, to linear sRGB. */
const fromD50 = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const;

const unbent = (f: number): number => (f ** 3 > 0.008856 ? f ** 3 : (116 * f - 16) / 903.3);

function gamma(linear: number): number {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, value)) * 255);
}

export const css = ([red, green, blue]: Rgb): string => `rgb(${red} ${green} ${blue})`;
