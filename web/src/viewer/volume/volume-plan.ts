/** Whether the frames of a series make a volume, and which; where they do not, why: a wrong volume shows wrong distances. */
import { type JsonInstance, numbersIn, textIn } from '../../api/dicom-web.ts';
import { elementsOfFrame } from '../engine/frame-elements.ts';
import { cross, type Vector } from '../engine/orientation.ts';
import type { SeriesImages } from '../engine/series-images.ts';
import { dot, lengthOf, normalized, subtract } from '../engine/vectors.ts';
import { type FramePlace, placeOf } from './frame-place.ts';
import { type PhaseKind, phasesOf } from './phases.ts';
import { darkestOf, type SampleType, sampleTypeOf } from './sample-type.ts';
import { PLACE_MM, sliceGridOf } from './slice-grid.ts';
import { type Straightening, straightBoxOf } from './straightening.ts';
import { volumeTags } from './volume-tags.ts';

export type Refusal =
  | 'colour'
  | 'noPlace'
  | 'fewSlices'
  | 'severalOrientations'
  | 'severalSizes'
  | 'severalReferences'
  | 'sheared'
  | 'aside'
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
  /** Of the frames, slice by slice along the third axis of the box. */
  readonly ids: readonly string[];
  /** What is true of each, in the same order. */
  readonly elements: readonly JsonInstance[];
}

export interface Volume {
  readonly geometry: VolumeGeometry;
  /** One, or several of the same place: a slider chooses. */
  readonly phases: readonly VolumePhase[];
  /** Where the slices of the box have to be worked out: the frames do not make one as they are. */
  readonly straightening?: Straightening | undefined;
  readonly sampleType: SampleType;
  /** In memory, of one phase. */
  readonly bytes: number;
}

export type VolumePlan =
  | { readonly volume: Volume; readonly refusal?: undefined }
  | {
      readonly volume?: undefined;
      readonly refusal: Refusal;
      /** Slices that are missing. */
      readonly figure?: number | undefined;
    };

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
  if (slices.length === 0) return { refusal: 'fewSlices' };
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
  const sorted = slices
    .map((slice) => ({ ...slice, depth: dot(slice.place.position, normal) }))
    .sort((a, b) => a.depth - b.depth);
  const grid = sliceGridOf(
    sorted.map(({ depth, elements }) => ({
      depth,
      thickness: numbersIn(elements, volumeTags.SliceThickness)[0],
    })),
  );
  if ('refusal' in grid) return grid;
  const phases = phasesOf(sorted.map((slice, i) => ({ ...slice, slice: grid.indexes[i]! })));
  if (!phases) return { refusal: 'duplicates' };
  const short = phases.find(({ frames }) => frames.length !== grid.depths.length);
  if (short) return { refusal: 'missing', figure: grid.depths.length - short.frames.length };
  const places = phases[0]!.frames.map(({ place }) => place);
  const isAside = ({ place: { position } }: Slice, i: number) =>
    lengthOf(subtract(position, places[i]!.position)) > 2 * PLACE_MM;
  if (phases.some(({ frames }) => frames.some(isAside))) return { refusal: 'aside' };
  const sampleType = sampleTypeOf(slices.map(({ elements }) => elements));
  const outside = darkestOf(sorted[sorted.length >> 1]!.elements);
  const { size, origin, straightening } = straightBoxOf({ places, normal, grid, outside });
  const dimensions: Vector = [...size, grid.count];
  return {
    volume: {
      geometry: {
        dimensions,
        spacing: [...places[0]!.spacing, grid.spacing],
        origin,
        axes: [normalized(row), cross(normal, normalized(row)), normal],
        frameOfReference: places[0]!.frameOfReference,
      },
      phases: phases.map(({ kind, value, frames }) => ({
        kind,
        value,
        ids: frames.map(({ id }) => id),
        elements: frames.map(({ elements }) => elements),
      })),
      straightening,
      sampleType,
      bytes: dimensions[0] * dimensions[1] * dimensions[2] * sampleType.bytes,
    },
  };
}
