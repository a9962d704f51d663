/** Whether the slices of a series stand at equal distances, and how many seem to be missing between them. */
import { type JsonInstance, numbersIn } from '../../api/dicom-web.ts';
import { cross, type Vector } from './orientation.ts';
import { tags } from './tags.ts';
import { dot } from './vectors.ts';

export interface SliceGaps {
  /** Slices for which there is room, at the distance that most have. */
  readonly missing: number;
  /** Some distances are neither that nor a multiple of it. */
  readonly isUneven: boolean;
  /** Not all lie in one direction: a series of localizers, or several stacks. */
  readonly isMixed: boolean;
}

const even: SliceGaps = { missing: 0, isUneven: false, isMixed: false };
/** Of a distance: scanners round positions. */
const TOLERANCE = 0.1;
/** Positions that are closer are one: phases, echoes, a slice that was sent twice. */
const SAME_MM = 0.01;
/** Of direction cosines. */
const PARALLEL = 1e-3;

/** Of images that say where they are; nothing is said of others. */
export function gapsOf(instances: readonly JsonInstance[]): SliceGaps {
  const slices = instances.map(sliceOf);
  const [first] = slices;
  if (!first || slices.some((slice) => slice === undefined)) return even;
  const known = slices as Slice[];
  if (known.some(({ normal }) => Math.abs(dot(normal, first.normal)) < 1 - PARALLEL))
    return { ...even, isMixed: true };
  const depths = known.map(({ position }) => dot(position, first.normal)).sort((a, b) => a - b);
  const gaps = depths.slice(1).map((depth, i) => depth - depths[i]!);
  return judge(gaps.filter((gap) => gap > SAME_MM));
}

function judge(gaps: readonly number[]): SliceGaps {
  if (gaps.length < 2) return even;
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1]!;
  const times = gaps.map((gap) => gap / usual);
  const isMultiple = (factor: number) => Math.abs(factor - Math.round(factor)) < TOLERANCE && factor > 0.5;
  return {
    missing: times.filter(isMultiple).reduce((sum, factor) => sum + Math.round(factor) - 1, 0),
    isUneven: !times.every(isMultiple),
    isMixed: false,
  };
}

interface Slice {
  readonly position: Vector;
  readonly normal: Vector;
}

function sliceOf(instance: JsonInstance): Slice | undefined {
  const position = numbersIn(instance, tags.ImagePositionPatient);
  const axes = numbersIn(instance, tags.ImageOrientationPatient);
  if (position.length !== 3 || axes.length !== 6) return undefined;
  const [a, b, c, d, e, f] = axes as [number, number, number, number, number, number];
  return { position: position as unknown as Vector, normal: cross([a, b, c], [d, e, f]) };
}
