/** How large the pixels of a frame are, and of what kind that knowledge is: PS3.3 10.7.1.3, C.8.5.5. Pure. */
import type { Point } from './affine.ts';

/** Millimetres from the middle of a pixel to that of the next. */
export interface Spacing {
  /** Along a row. */
  readonly x: number;
  /** Down a column. */
  readonly y: number;
  readonly source: SpacingSource;
}

/**
 * Where lengths are true: in the patient; there, as somebody calibrated it; at the detector, where everything is larger than it is
 * in the patient; in the patient by an estimated magnification; on the film that was scanned; in a region of an ultrasound image.
 */
export const spacingSources = [
  'patient',
  'calibrated',
  'detector',
  'magnification',
  'film',
  'region',
] as const;
export type SpacingSource = (typeof spacingSources)[number];

/** What a frame says of it, functional groups among it. Numbers may come as texts. */
export interface SpacingElements {
  readonly Modality?: unknown;
  readonly PixelSpacing?: unknown;
  readonly ImagerPixelSpacing?: unknown;
  readonly NominalScannedPixelSpacing?: unknown;
  readonly PixelSpacingCalibrationType?: unknown;
  readonly EstimatedRadiographicMagnificationFactor?: unknown;
  readonly PixelAspectRatio?: unknown;
}

/** A part of an ultrasound image with lengths of its own: PS3.3 C.8.5.5.1. */
export interface UltrasoundRegion {
  /** The pixels at its corners, which belong to it. */
  readonly from: Point;
  readonly to: Point;
  /** Undefined of those whose axes are no lengths: traces over time, spectra. */
  readonly spacing: Spacing | undefined;
}

export interface Calibration {
  /** Of the whole frame. */
  readonly spacing: Spacing | undefined;
  readonly regions: readonly UltrasoundRegion[];
  /** How much longer a pixel is down a column than along a row. */
  readonly aspect: number;
}

/** Pictures of rays that went through the patient: they are larger at the detector. */
const projections = new Set(['CR', 'DX', 'MG', 'XA', 'RF', 'RG', 'PX', 'IO', 'BMD']);
/** Of a spacing: as many digits as files keep. */
const SAME = 1e-6;

export function calibrationOf(
  frame: SpacingElements,
  regions: readonly UltrasoundRegion[] = [],
): Calibration {
  const spacing = spacingOf(frame);
  return { spacing, regions, aspect: spacing ? spacing.y / spacing.x : aspectOf(frame) };
}

/** Where all of these points are in one region, its spacing counts; where there are regions, but not here, there is none. */
export function spacingAt({ spacing, regions }: Calibration, points: readonly Point[]): Spacing | undefined {
  if (regions.length === 0) return spacing;
  // Several may lie above each other: the one with lengths is meant.
  return regions
    .filter((region) => points.every((point) => isIn(region, point)))
    .find((region) => region.spacing)?.spacing;
}

const isIn = ({ from, to }: UltrasoundRegion, [x, y]: Point): boolean =>
  x >= from[0] && x <= to[0] + 1 && y >= from[1] && y <= to[1] + 1;

function spacingOf(frame: SpacingElements): Spacing | undefined {
  const pixel = pairOf(frame.PixelSpacing);
  const imager = pairOf(frame.ImagerPixelSpacing);
  if (pixel && (isCalibrated(frame) || (imager && !isSame(pixel, imager))))
    return spacing(pixel, 'calibrated');
  if (pixel && !projections.has(String(frame.Modality))) return spacing(pixel, 'patient');
  const atDetector = imager ?? pixel;
  if (atDetector) return projected(atDetector, Number(frame.EstimatedRadiographicMagnificationFactor));
  const film = pairOf(frame.NominalScannedPixelSpacing);
  return film && spacing(film, 'film');
}

const isCalibrated = ({ PixelSpacingCalibrationType: type }: SpacingElements): boolean =>
  type === 'GEOMETRY' || type === 'FIDUCIAL';

/** @param factor by how much the picture is larger than the patient; not a number where nobody knows */
const projected = (pair: Pair, factor: number): Spacing =>
  factor > 0
    ? spacing({ row: pair.row / factor, column: pair.column / factor }, 'magnification')
    : spacing(pair, 'detector');

interface Pair {
  readonly row: number;
  readonly column: number;
}

const spacing = ({ row, column }: Pair, source: SpacingSource): Spacing => ({ x: column, y: row, source });
const isSame = (a: Pair, b: Pair): boolean =>
  Math.abs(a.row - b.row) < SAME && Math.abs(a.column - b.column) < SAME;

/** Between rows first, then between columns (PS3.3 10.7.1.1). Nonsense is as good as nothing. */
function pairOf(value: unknown): Pair | undefined {
  const [row = 0, column = 0] = numbersOf(value);
  return row > 0 && column > 0 ? { row, column } : undefined;
}

/** Vertical to horizontal size of a pixel (PS3.3 C.7.6.3.1.7). */
function aspectOf({ PixelAspectRatio }: SpacingElements): number {
  const [vertical = 1, horizontal = 1] = numbersOf(PixelAspectRatio);
  return vertical > 0 && horizontal > 0 ? vertical / horizontal : 1;
}

function numbersOf(value: unknown): number[] {
  const values = typeof value === 'string' ? value.split('\\') : Array.isArray(value) ? value : [];
  return values.map(Number).filter(Number.isFinite);
}
