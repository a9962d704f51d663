/** The plane of a measurement in a report, and its points in the patient (PS3.3 C.18.9). Pure. */
import type { Dataset, PlainDataset } from '../../../../../src/dicom/index.ts';
import type { Vector } from '../../engine/orientation.ts';
import { along, dot, subtract } from '../../engine/vectors.ts';
import type { PlaneReference, Point } from '../measurement.ts';
import { codes } from './codes.ts';
import { text, uidReference } from './content-items.ts';
import { said } from './reading.ts';

/** Of elements that the table of tags has no names for. */
const graphic = { GraphicData: 0x00700022, ReferencedFrameOfReferenceUID: 0x30060024 } as const;

const names = ['axial', 'coronal', 'sagittal'] as const satisfies readonly PlaneReference['name'][];
/** Of three vectors. */
const figures = 9;

/**
 * Points alone do not say in which plane they were seen: two are in many. `axial 1 512 300` and nine figures: which pane, which of the
 * volumes from 1, columns, rows, then where the corner is, and how far one pixel is across and down, in millimetres of the patient.
 */
export const planeItems = ({ series, name, phase, ...plane }: PlaneReference): PlainDataset[] => {
  const vectors = [plane.origin, plane.across, plane.down].flat();
  const words = [name, phase + 1, plane.columns, plane.rows, ...vectors];
  return [
    uidReference('HAS ACQ CONTEXT', codes.seriesUid, series),
    text('HAS ACQ CONTEXT', codes.plane, words.join(' ')),
  ];
};

/** Undefined where none is said, or something else than we write. @param coordinates SCOORD3D @param study that the report belongs to */
export function planeIn(
  items: readonly Dataset[],
  coordinates: Dataset,
  study: string,
): PlaneReference | undefined {
  const [word, ...rest] = said(items, codes.plane)?.split(' ') ?? [];
  const name = names.find((each) => each === word);
  const series = said(items, codes.seriesUid);
  const frameOfReference = coordinates.string(graphic.ReferencedFrameOfReferenceUID);
  const [phase = 0, columns = 0, rows = 0, ...vectors] = rest.map(Number);
  const isWhole = [phase, columns, rows].every((figure) => Number.isInteger(figure) && figure > 0);
  const isPlace = vectors.length === figures && vectors.every(Number.isFinite);
  if (!name || series === undefined || frameOfReference === undefined || !isWhole || !isPlace)
    return undefined;
  const vectorAt = (i: number) => vectors.slice(i, i + 3) as unknown as Vector;
  const [origin, across, down] = [vectorAt(0), vectorAt(3), vectorAt(6)];
  if (dot(across, across) === 0 || dot(down, down) === 0) return undefined;
  return {
    ...{ study, series, frameOfReference, phase: phase - 1, name },
    ...{ origin, across, down, columns, rows },
  };
}

/** Millimetres of the patient, of a point in pixels of a plane. */
export const inPatient = ({ origin, across, down }: PlaneReference, [x, y]: Point): Vector =>
  along(along(origin, across, x), down, y);

/** The points of SCOORD3D in pixels of a plane that they lie in. */
export function pointsInPlane(coordinates: Dataset, { origin, across, down }: PlaneReference): Point[] {
  const numbers = coordinates.numbers(graphic.GraphicData);
  return Array.from({ length: Math.floor(numbers.length / 3) }, (_, i) => {
    const way = subtract(numbers.slice(i * 3, i * 3 + 3) as unknown as Vector, origin);
    return [dot(way, across) / dot(across, across), dot(way, down) / dot(down, down)];
  });
}
