/** What the places of its images say of a series: slices, volumes, and what is missing. */
import type { FramePlace } from '../../pixels/index.ts';

/** A frame of an instance, and where it lies. */
export interface PlacedFrame {
  /** Of the instance among those of the series, from 0. */
  readonly instance: number;
  /** Of the instance, from 0. */
  readonly frame: number;
  readonly place: FramePlace | undefined;
}

export interface SeriesShape {
  readonly frames: number;
  /** Different places; undefined where images do not say where they are. */
  readonly slices: number | undefined;
  /** How often most places were taken: time points, echoes, directions. */
  readonly volumes: number | undefined;
  /** Places for which there is room between others, at the distance that most have. */
  readonly missingSlices: number;
  /** Images that places lack which were taken less often than others. */
  readonly missingImages: number;
  /** Frames by place, places in their order along the axis, frames in that of the series. */
  readonly places: readonly (readonly PlacedFrame[])[];
}

/** Of a distance: scanners round positions. */
const TOLERANCE = 0.1;
/** Places that are closer are one. */
const SAME_MM = 0.01;
/** Of the cosine between normals of one stack. */
const PARALLEL = 1e-3;

export function shapeOf(frames: readonly PlacedFrame[]): SeriesShape {
  const placed = frames.filter(({ place }) => place !== undefined);
  if (placed.length === 0 || placed.length < frames.length)
    return { ...unplaced, frames: frames.length, places: frames.map((frame) => [frame]) };
  const stacks = stacksOf(placed).map(placesOf);
  const places = stacks.flatMap((stack) => stack.map(({ frames: there }) => there));
  const volumes = Math.max(...places.map(({ length }) => length));
  return {
    frames: frames.length,
    slices: places.length,
    volumes,
    missingSlices: stacks.reduce((sum, stack) => sum + gapsIn(stack.map(({ depth }) => depth)), 0),
    missingImages: places.reduce((sum, { length }) => sum + volumes - length, 0),
    places,
  };
}

const unplaced = { slices: undefined, volumes: undefined, missingSlices: 0, missingImages: 0 };

interface Stack {
  readonly normal: FramePlace['normal'];
  readonly frames: PlacedFrame[];
}

/** Images that face one way; localizers face several. */
function stacksOf(frames: readonly PlacedFrame[]): Stack[] {
  const stacks: Stack[] = [];
  for (const frame of frames) {
    const { normal } = frame.place!;
    const known = stacks.find((stack) => Math.abs(dot(stack.normal, normal)) > 1 - PARALLEL);
    if (known) known.frames.push(frame);
    else stacks.push({ normal, frames: [frame] });
  }
  return stacks;
}

interface Place {
  /** Along the normal, mm. */
  readonly depth: number;
  readonly frames: readonly PlacedFrame[];
}

function placesOf({ normal, frames }: Stack): Place[] {
  const sorted = frames
    .map((frame, order) => ({ frame, order, depth: dot(frame.place!.position, normal) }))
    .sort((a, b) => a.depth - b.depth);
  const places: { depth: number; ordered: typeof sorted }[] = [];
  for (const one of sorted) {
    const last = places.at(-1);
    if (last && one.depth - last.depth < SAME_MM) last.ordered.push(one);
    else places.push({ depth: one.depth, ordered: [one] });
  }
  return places.map(({ depth, ordered }) => ({
    depth,
    frames: ordered.sort((a, b) => a.order - b.order).map(({ frame }) => frame),
  }));
}

/** @param depths sorted, mm */
function gapsIn(depths: readonly number[]): number {
  const gaps = depths.slice(1).map((depth, i) => depth - depths[i]!);
  if (gaps.length < 2) return 0;
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1]!;
  const times = gaps.map((gap) => gap / usual);
  const isMultiple = (factor: number) => Math.abs(factor - Math.round(factor)) < TOLERANCE && factor > 1.5;
  return times.filter(isMultiple).reduce((sum, factor) => sum + Math.round(factor) - 1, 0);
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);
