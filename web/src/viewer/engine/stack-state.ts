/** What is seen in a viewport, in numbers and letters. */
import { Enums, metaData, type StackViewport, utilities } from '@cornerstonejs/core';
import type { Failure } from './failure.ts';
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
  /** Greys only. */
  readonly window?: Window | undefined;
  readonly letters?: EdgeLetters | undefined;
  /** Pixels of the screen (CSS) for one of the image, along its rows. */
  readonly pixelsPerSample?: number | undefined;
  /** For one pixel of the screen (CSS); undefined where the image does not say. */
  readonly millimetres?: number | undefined;
  readonly plane?: 'patient' | 'detector' | undefined;
  /** From columns and rows of the image, from 0 in the middles of pixels, to the viewport (CSS pixels), as SVG writes it. */
  readonly placement?: Placement | undefined;
}

export type Placement = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

type Known = Pick<StackState, 'wanted' | 'loaded' | 'failure'>;

export function stateOf(viewport: StackViewport, images: SeriesImages, known: Known): StackState {
  const image = viewport.getCornerstoneImage();
  if (!image || viewport.getActors().length === 0) return known;
  const shown = images.ids.indexOf(image.imageId);
  return {
    ...known,
    shown: shown < 0 ? undefined : shown,
    window: image.color ? undefined : windowOf(viewport),
    letters: lettersOn(viewport, images, shown),
    placement: placementOn(viewport),
    ...scaleOf(viewport, image),
  };
}

function placementOn(viewport: StackViewport): Placement {
  const { origin, direction, spacing } = viewport.getImageData();
  const at = (column: number, row: number) =>
    viewport.worldToCanvas(
      [0, 1, 2].map(
        (i) => origin[i]! + column * spacing[0]! * direction[i]! + row * spacing[1]! * direction[i + 3]!,
      ) as [number, number, number],
    );
  // Far apart: what the renderer rounds counts less.
  const FAR = 1_000;
  const [[e, f], [ax, ay], [cx, cy]] = [at(0, 0), at(FAR, 0), at(0, FAR)];
  return [(ax - e) / FAR, (ay - f) / FAR, (cx - e) / FAR, (cy - f) / FAR, e, f];
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

function scaleOf(viewport: StackViewport, image: { imageId: string; columnPixelSpacing: number | null }) {
  const [a, b] = [viewport.canvasToWorld([0, 0]), viewport.canvasToWorld([100, 0])];
  const perPixel = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) / 100;
  if (!(perPixel > 0)) return {};
  const pixelsPerSample = (image.columnPixelSpacing || 1) / perPixel;
  const plane = planeOf(image.imageId);
  // Without a spacing, Cornerstone takes a pixel for a millimetre.
  return plane === undefined ? { pixelsPerSample } : { pixelsPerSample, millimetres: perPixel, plane };
}

/** Where distances are true: in the patient, or where the rays met the detector, larger than they are (PS3.3 10.7.1.3). */
function planeOf(id: string): 'patient' | 'detector' | undefined {
  const { PixelSpacing, ImagerPixelSpacing } = frameOf(id);
  if (PixelSpacing) return 'patient';
  return ImagerPixelSpacing ? 'detector' : undefined;
}

/** Millimetres, of a frame; undefined where it does not say. */
export function thicknessOf(images: SeriesImages, index: number): number | undefined {
  const id = images.ids[index];
  return id === undefined ? undefined : Number(frameOf(id).SliceThickness) || undefined;
}

type FrameElement = 'ImageOrientationPatient' | 'PixelSpacing' | 'ImagerPixelSpacing' | 'SliceThickness';

/** Elements of a frame, those of its functional groups (PS3.3 C.7.6.16) among them. */
const frameOf = (id: string): Partial<Record<FrameElement, unknown>> =>
  (metaData.get(Enums.MetadataModules.INSTANCE, id) as Partial<Record<FrameElement, unknown>>) ?? {};
