/** What is seen in a viewport, in numbers and letters. */
import { getShouldUseCPURendering, type StackViewport, utilities } from '@cornerstonejs/core';
import { type Affine, affineBy, applied, inverse, type Point, stretchOf } from './affine.ts';
import type { Calibration, Spacing, SpacingSource } from './calibration.ts';
import type { Failure } from './failure.ts';
import { frameCalibration, frameOf } from './frame.ts';
import { cross, type EdgeLetters, edgesInImage, edgesInPatient, type Vector } from './orientation.ts';
import type { Window } from './presets.ts';
import type { SeriesImages } from './series-images.ts';
import { tags } from './tags.ts';

export interface StackState {
  /** Of the image that is to be seen, from 0. */
  readonly wanted: number;
  /** Of the image that is seen; undefined before the first one. */
  readonly shown?: number | undefined;
  /** Images that are in memory. */
  readonly loaded: number;
  /** Why the image that is to be seen is not. */
  readonly failure?: Failure | undefined;
  /** Name of the table of the image that it gets its greys by, instead of a window; may be empty. */
  readonly table?: string | undefined;
  /** Whether it has tables that it is not shown by. */
  readonly isTableLeftOut?: boolean;
  /** Greys only. */
  readonly window?: Window | undefined;
  readonly letters?: EdgeLetters | undefined;
  /** Pixels of the screen (CSS) for one of the image, along its rows. */
  readonly pixelsPerSample?: number | undefined;
  /** For one pixel of the screen (CSS); undefined where the image does not say. */
  readonly millimetres?: number | undefined;
  /** Where that is true. */
  readonly source?: SpacingSource | undefined;
  /** From pixels of the image, with (0, 0) at the corner of the first one, to CSS pixels of the element. */
  readonly pixelToCanvas?: Affine | undefined;
  /** The same from columns and rows of the image, from 0 in the middles of pixels, as SVG writes it. */
  readonly placement?: Placement | undefined;
}

export type Placement = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

type Known = Pick<StackState, 'wanted' | 'loaded' | 'table' | 'isTableLeftOut' | 'failure'>;

export function stateOf(viewport: StackViewport, images: SeriesImages, known: Known): StackState {
  const image = viewport.getCornerstoneImage();
  const shown = image && images.indexes.get(image.imageId);
  if (!image || shown === undefined || viewport.getActors().length === 0) return known;
  const pixelToCanvas = placeOf(viewport);
  return {
    ...known,
    shown,
    window: image.color || known.table !== undefined ? undefined : windowOf(viewport),
    letters: lettersOn(viewport, images, shown),
    pixelToCanvas,
    placement: placementOf(pixelToCanvas),
    pixelsPerSample: stretchOf(pixelToCanvas, [1, 0]),
    ...scaleOf(images, shown, pixelToCanvas),
  };
}

function placementOf(place: Affine): Placement {
  const [e, f] = applied(place, [0.5, 0.5]);
  return [place.a, place.b, place.c, place.d, e, f];
}

function windowOf(viewport: StackViewport): Window | undefined {
  const { voiRange } = viewport.getProperties();
  if (!voiRange) return undefined;
  const { windowWidth, windowCenter } = utilities.windowLevel.toWindowLevel(voiRange.lower, voiRange.upper);
  return { center: windowCenter, width: windowWidth };
}

function lettersOn(viewport: StackViewport, images: SeriesImages, shown: number): EdgeLetters | undefined {
  const { viewUp, viewPlaneNormal } = viewport.getCamera();
  const id = images.ids[shown];
  if (!viewUp || !viewPlaneNormal || id === undefined) return undefined;
  const [up, right] = [viewUp as Vector, cross(viewUp as Vector, viewPlaneNormal as Vector)];
  if (frameOf(id).ImageOrientationPatient) return edgesInPatient(right, up);
  const { Value: [row, column] = [] } = images.instances[shown]?.[tags.PatientOrientation] ?? {};
  return row === undefined ? undefined : edgesInImage(right, up, [String(row), String(column ?? '')]);
}

/** Pixels of the image on the screen, where Cornerstone's world is what lies between. */
export function placeOf(viewport: StackViewport): Affine {
  const { origin, direction, spacing, dimensions } = viewport.getImageData();
  const [columns = 1, rows = 1] = dimensions;
  // It takes a whole number for the middle of a pixel, its drawing without WebGL for its corner.
  const corner = getShouldUseCPURendering() ? 0 : 0.5;
  const at = (x: number, y: number): Point => {
    const [along, down] = [(x - corner) * spacing[0]!, (y - corner) * spacing[1]!];
    const world = [0, 1, 2].map((i) => origin[i]! + along * direction[i]! + down * direction[i + 3]!);
    const [left, top] = viewport.worldToCanvas(world as [number, number, number]);
    return [left, top];
  };
  return affineBy(at(0, 0), at(columns, 0), at(0, rows), [columns, rows]);
}

/** How many millimetres are one pixel of the screen, along its rows, and where that is true. */
function scaleOf(images: SeriesImages, shown: number, pixelToCanvas: Affine) {
  const spacing = spacingOfAll(frameCalibration(images, shown));
  const back = inverse(pixelToCanvas);
  if (!spacing || !back) return {};
  return { millimetres: Math.hypot(back.a * spacing.x, back.b * spacing.y), source: spacing.source };
}

/** The one that counts all over the picture; where only regions have one, all the same. */
function spacingOfAll({ spacing, regions }: Calibration): Spacing | undefined {
  if (regions.length === 0) return spacing;
  const [first, ...others] = regions.flatMap((region) => region.spacing ?? []);
  return others.every(({ x, y }) => x === first?.x && y === first.y) ? first : undefined;
}
