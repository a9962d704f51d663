/** The greys of a presentation state, for the values of an image as the viewer has them: PS3.4 N.2. */
import {
  brightnessBy,
  type LookupTable,
  lookUp,
  type Modality,
  presentedBy,
  type Transforms,
  type Voi,
} from '../../../../../src/pixels/index.ts';
import { type Curve, curveOf } from '../../engine/greys/curve.ts';
import type { Rescale } from '../../engine/look.ts';

export interface StateGreys extends Transforms {
  readonly presentation: LookupTable | undefined;
}

type Ends = readonly [least: number, most: number];

/** Of stored values, of 16 bits with a sign or without one. */
const stored: Ends = [-(2 ** 15), 2 ** 16 - 1];
/** Of the width of a window with soft ends: what is left beyond is less than one grey. */
const SOFT_WIDTHS = 2;

const same: Rescale = { slope: 1, intercept: 0 };

/**
 * @param own modality transform of the image, which its values have been through
 * @returns undefined where the state says nothing of the image, or leads from stored values that cannot be told any more
 */
export function stateCurve(greys: StateGreys, own: Modality): Curve | undefined {
  const voi = greys.vois[0]?.voi;
  if (!voi) return undefined;
  if (!('table' in own)) return curveBy(voi, greys, own);
  const isSame = 'table' in greys.modality && isSameTable(own.table, greys.modality.table);
  return isSame ? curveBy(voi, { ...greys, modality: same }, same) : undefined;
}

function curveBy(voi: Voi, { modality, presentation }: StateGreys, { slope, intercept }: Rescale): Curve {
  const [bright, measured] = [brightnessBy(voi), measureBy(modality)];
  const seen = presentation ? presentedBy(presentation) : (brightness: number) => brightness;
  const [least, most] = domainOf(voi, modality);
  const ends = [least, most].map((value) => value * slope + intercept);
  return curveOf((value) => seen(bright(measured(Math.round((value - intercept) / slope)))), {
    ...{ from: Math.min(...ends), count: most - least + 1, step: Math.abs(slope) },
  });
}

function measureBy(modality: Modality): (sample: number) => number {
  if ('table' in modality) return (sample) => lookUp(modality.table, sample);
  return (sample) => sample * modality.slope + modality.intercept;
}

/** Of stored values, between which greys change. */
function domainOf(voi: Voi, modality: Modality): Ends {
  if ('table' in modality) return rangeOf(modality.table);
  const ends = measuredDomain(voi).map((value) => (value - modality.intercept) / modality.slope);
  return [
    Math.max(stored[0], Math.floor(Math.min(...ends))),
    Math.min(stored[1], Math.ceil(Math.max(...ends))),
  ];
}

function measuredDomain(voi: Voi): Ends {
  if ('table' in voi) return rangeOf(voi.table);
  const reach = voi.width * (voi.function === 'SIGMOID' ? SOFT_WIDTHS : 0.5) + 1;
  return [voi.center - reach, voi.center + reach];
}

const rangeOf = ({ first, entries }: LookupTable): Ends => [first, first + entries.length - 1];

const isSameTable = (a: LookupTable, b: LookupTable): boolean =>
  a.first === b.first &&
  a.entries.length === b.entries.length &&
  a.entries.every((entry, i) => entry === b.entries[i]);
