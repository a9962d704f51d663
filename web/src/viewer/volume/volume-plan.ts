/** Whether the frames of a series make a volume, and which; where they do not, why: a wrong volume shows wrong distances. */
import { type JsonInstance, numbersIn, textIn } from '../../api/dicom-web.ts';
import { cross, type Vector } from '../engine/orientation.ts';
import type { SeriesImages } from '../engine/series-images.ts';
import { along, dot, lengthOf, normalized, subtract } from '../engine/vectors.ts';
import { elementsOfFrame, type FramePlace, placeOf } from './frame-place.ts';
import { type PhaseKind, phasesOf } from './phases.ts';
import { type SampleType, sampleTypeOf } from './sample-type.ts';
import { volumeTags } from './volume-tags.ts';

export type Refusal =
  | 'colour'
  | 'noPlace'
  | 'fewSlices'
  | 'severalOrientations'
  | 'severalSizes'
  | 'severalReferences'
  | 'tilted'
  | 'sheared'
  | 'uneven'
  | 'missing'
  | 'duplicates';

/** A box of samples: the first index runs along rows, the second along columns, the third from slice to slice. */
export interface VolumeGeometry {
  readonly dimensions: Vector;
  /** Millimetres. */
  readonly spacing: Vector;
  /** Middle of the first sample, millimetres in the patient. */
  readonly origin: Vector;
  /** Of length 1, at right angles, and right-handed. */
  readonly axes: readonly [Vector, Vector, Vector];
  readonly frameOfReference: string;
  /** Nobody knows which side is left: nothing is said about it. */
  readonly isUnoriented?: boolean;
}

export interface VolumePhase {
  readonly kind?: PhaseKind | undefined;
  readonly value?: number | undefined;
  /** Of the frames, slice by slice along the third axis. */
  readonly ids: readonly string[];
  /** What is true of each, in the same order. */
  readonly elements: readonly JsonInstance[];
}

export interface Volume {
  readonly geometry: VolumeGeometry;
  /** One, or several of the same place: a slider chooses. */
  readonly phases: readonly VolumePhase[];
  readonly sampleType: SampleType;
  /** In memory, of one phase. */
  readonly bytes: number;
}

export type VolumePlan =
  | { readonly volume: Volume; readonly refusal?: undefined }
  | {
      readonly volume?: undefined;
      readonly refusal: Refusal;
      /** Slices that are missing; degrees of the tilt. */
      readonly figure?: number | undefined;
    };

const FEWEST_SLICES = 3;
/** How far a slice may lie from its place in the box: scanners round positions. */
const PLACE_MM = 0.1;
/** Of the distance between slices, the same; what is smaller counts. */
const PLACE_SHARE = 0.2;
/** Of the cosines of two directions that are one. */
const PARALLEL = 1e-4;
/** Of a spacing: differences in digits that were rounded. */
const SAME_SPACING = 1e-3;

const known = new WeakMap<SeriesImages, VolumePlan>();

/** Of images for which it is known without looking at all of their elements. */
export function knowPlan(images: SeriesImages, plan: VolumePlan): void {
  known.set(images, plan);
}

/** Worked out once for each series. */
export function volumePlanOf(images: SeriesImages): VolumePlan {
  const before = known.get(images);
  if (before) return before;
  const plan = planOf(images.ids, images.instances);
  known.set(images, plan);
  return plan;
}

interface Slice {
  readonly id: string;
  readonly elements: JsonInstance;
  readonly place: FramePlace;
}

/** @param ids of all frames @param instances that each frame is of; the frames of one stand together */
export function planOf(ids: readonly string[], instances: readonly JsonInstance[]): VolumePlan {
  const slices: Slice[] = [];
  let first = 0;
  for (const [i, id] of ids.entries()) {
    if (instances[i] !== instances[first]) first = i;
    const elements = elementsOfFrame(instances[i]!, i - first);
    if (!isGrey(elements)) return { refusal: 'colour' };
    const place = placeOf(elements);
    if (!place) return { refusal: 'noPlace' };
    slices.push({ id, elements, place });
  }
  if (slices.length < FEWEST_SLICES) return { refusal: 'fewSlices' };
  const different = differenceBetween(slices.map(({ place }) => place));
  return different ? { refusal: different } : boxOf(slices);
}

const isGrey = (elements: JsonInstance): boolean =>
  numbersIn(elements, volumeTags.SamplesPerPixel)[0] === 1 &&
  /^MONOCHROME[12]$/.test(textIn(elements, volumeTags.PhotometricInterpretation));

function differenceBetween(places: readonly FramePlace[]): Refusal | undefined {
  const first = places[0]!;
  const isSame = (a: number, b: number) => Math.abs(a - b) <= SAME_SPACING * Math.abs(b);
  for (const { row, column, spacing, size, frameOfReference } of places) {
    if (dot(row, first.row) < 1 - PARALLEL || dot(column, first.column) < 1 - PARALLEL)
      return 'severalOrientations';
    if (![...size, ...spacing].every((value, i) => isSame(value, [...first.size, ...first.spacing][i]!)))
      return 'severalSizes';
    if (frameOfReference !== first.frameOfReference) return 'severalReferences';
  }
  return undefined;
}

function boxOf(slices: readonly Slice[]): VolumePlan {
  const { row, column } = slices[0]!.place;
  const normal = normalized(cross(row, column));
  const depthOf = ({ place }: Slice) => dot(place.position, normal);
  const sorted = slices
    .map((slice) => ({ ...slice, depth: depthOf(slice) }))
    .sort((a, b) => a.depth - b.depth);
  const grid = gridOf(sorted.map(({ depth }) => depth));
  if ('refusal' in grid) return grid;
  const tilt = tiltOf(
    sorted.map(({ place }) => place.position),
    normal,
  );
  if (tilt !== undefined) return { refusal: 'tilted', figure: tilt };
  const phases = phasesOf(sorted.map((slice, i) => ({ ...slice, slice: grid.indexes[i]! })));
  if (!phases) return { refusal: 'duplicates' };
  const short = phases.find(({ frames }) => frames.length !== grid.count);
  if (short) return { refusal: 'missing', figure: grid.count - short.frames.length };
  const { place } = sorted[0]!;
  const sampleType = sampleTypeOf(slices.map(({ elements }) => elements));
  const dimensions: Vector = [...place.size, grid.count];
  return {
    volume: {
      geometry: {
        dimensions,
        spacing: [...place.spacing, grid.spacing],
        origin: place.position,
        axes: [normalized(row), cross(normal, normalized(row)), normal],
        frameOfReference: place.frameOfReference,
      },
      phases: phases.map(({ kind, value, frames }) => ({
        kind,
        value,
        ids: frames.map(({ id }) => id),
        elements: frames.map(({ elements }) => elements),
      })),
      sampleType,
      bytes: dimensions[0] * dimensions[1] * dimensions[2] * sampleType.bytes,
    },
  };
}

type Grid = { readonly spacing: number; readonly count: number; readonly indexes: readonly number[] };

/** Which slice of an even stack each depth is. @param depths in rising order, in millimetres; some may be the same */
function gridOf(depths: readonly number[]): Grid | (VolumePlan & { refusal: Refusal }) {
  const steps = depths.slice(1).map((depth, i) => depth - depths[i]!);
  const gaps = steps.filter((step) => step > PLACE_MM / 2).sort((a, b) => a - b);
  if (gaps.length < FEWEST_SLICES - 1) return { refusal: 'fewSlices' };
  const usual = gaps[gaps.length >> 1]!;
  const extent = depths.at(-1)! - depths[0]!;
  const spacing = extent / Math.round(extent / usual);
  const tolerance = Math.min(PLACE_MM, spacing * PLACE_SHARE);
  const indexes = depths.map((depth) => Math.round((depth - depths[0]!) / spacing));
  const isEven = depths.every(
    (depth, i) => Math.abs(depth - depths[0]! - indexes[i]! * spacing) <= tolerance,
  );
  if (!isEven) return { refusal: 'uneven' };
  const count = indexes.at(-1)! + 1;
  const missing = count - new Set(indexes).size;
  return missing > 0 ? { refusal: 'missing', figure: missing } : { spacing, count, indexes };
}

/** Degrees between the normal of the slices and the way from the first to the last; undefined where they stand upon each other. */
function tiltOf(positions: readonly Vector[], normal: Vector): number | undefined {
  const first = positions[0]!;
  const ways = positions.map((position) => subtract(position, first));
  const aside = (way: Vector) => lengthOf(along(way, normal, -dot(way, normal)));
  if (ways.every((way) => aside(way) <= PLACE_MM)) return undefined;
  const last = ways.at(-1)!;
  return (Math.atan2(aside(last), Math.abs(dot(last, normal))) * 180) / Math.PI;
}
