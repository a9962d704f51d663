/** A volume whose every sample is known: as files to store, and as numbers to compare pictures with. */
import { Dataset, type PlainDataset, tags } from '../../src/dicom/index.ts';
import { encodeFile, uid } from './corpus.ts';
import { ct } from './generated-images.ts';

export type Point = readonly [number, number, number];

export interface PhantomTerms {
  /** Of the UIDs: one study for each, and one series of it for each number. */
  readonly seed: number;
  readonly series?: number;
  /** Of a series that has several volumes: each of its own number. */
  readonly instances?: number;
  /** Samples along rows, along columns, and slices. */
  readonly dimensions: Point;
  /** Millimetres, in the same order. */
  readonly spacing: Point;
  /** Middle of the first sample, in millimetres of the patient. */
  readonly origin: Point;
  /** Of each slice, where it is not above the one before: the middle of its first sample, in millimetres of the patient. */
  readonly placeOf?: (k: number) => Point;
  /** After the modality LUT, from the indexes of a sample. Whole numbers. */
  readonly valueAt: (i: number, j: number, k: number) => number;
  /** Beside or over what a CT has. */
  readonly elements?: PlainDataset;
}

/** Of axial slices, from the feet to the head. */
export class Phantom {
  readonly terms: PhantomTerms;
  readonly #samples: Int16Array;

  constructor(terms: PhantomTerms) {
    this.terms = terms;
    const [columns, rows, slices] = terms.dimensions;
    this.#samples = Int16Array.from({ length: columns * rows * slices }, (_, at) =>
      terms.valueAt(at % columns, Math.floor(at / columns) % rows, Math.floor(at / columns / rows)),
    );
  }

  get study(): string {
    return uid(this.terms.seed, 1);
  }

  get series(): string {
    return uid(this.terms.seed, 1, this.terms.series ?? 1);
  }

  /** One Part 10 file for each slice. */
  files(): Uint8Array[] {
    return Array.from({ length: this.terms.dimensions[2] }, (_, k) => this.#file(k));
  }

  /** Of a straight one. In between as a straight line along each axis (trilinear); undefined outside. @param point millimetres of the patient */
  valueIn(point: Point): number | undefined {
    const { dimensions, spacing, origin } = this.terms;
    const first = [0, 0, 0];
    const rest = [0, 0, 0];
    for (const axis of [0, 1, 2]) {
      const at = (point[axis]! - origin[axis]!) / spacing[axis]!;
      if (at < -ROUNDING || at > dimensions[axis]! - 1 + ROUNDING) return undefined;
      first[axis] = Math.min(dimensions[axis]! - 2, Math.floor(at + ROUNDING));
      rest[axis] = at - first[axis]!;
    }
    const [i, j, k] = first as unknown as Point;
    const [x, y, z] = rest as unknown as Point;
    const inSlice = (slice: number) =>
      (1 - y) * ((1 - x) * this.#sample(i, j, slice) + x * this.#sample(i + 1, j, slice)) +
      y * ((1 - x) * this.#sample(i, j + 1, slice) + x * this.#sample(i + 1, j + 1, slice));
    return (1 - z) * inSlice(k) + z * inSlice(k + 1);
  }

  /** Middle of the first sample of a slice. */
  placeOf(k: number): Point {
    const { origin, spacing, placeOf } = this.terms;
    return placeOf?.(k) ?? [origin[0], origin[1], origin[2] + k * spacing[2]];
  }

  #sample(i: number, j: number, k: number): number {
    const [columns, rows] = this.terms.dimensions;
    return this.#samples[(k * rows + j) * columns + i]!;
  }

  #file(k: number): Uint8Array {
    const { seed, dimensions, spacing, elements } = this.terms;
    const [columns, rows] = dimensions;
    const kind: PlainDataset = { ...ct, RescaleIntercept: 0, ...elements };
    const [slope, intercept] = [Number(kind.RescaleSlope), Number(kind.RescaleIntercept)];
    const samples = Int16Array.from(
      { length: rows * columns },
      (_, at) => (this.#samples[k * rows * columns + at]! - intercept) / slope,
    );
    const number = (this.terms.instances ?? 0) * dimensions[2] + k + 1;
    const sop = uid(seed, 1, this.terms.series ?? 1, number);
    const dataset = Dataset.of({
      ...{ PatientID: `PHANTOM${seed}`, PatientName: 'Phantom^Known', InstanceNumber: number },
      ...{ StudyInstanceUID: this.study, SeriesInstanceUID: this.series, SOPInstanceUID: sop },
      ...{ FrameOfReferenceUID: uid(seed, 9), Rows: rows, Columns: columns },
      ...{ PixelSpacing: [spacing[1], spacing[0]], SliceThickness: spacing[2] },
      ...{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] },
      ...{ ImagePositionPatient: [...this.placeOf(k)] },
      ...kind,
    });
    dataset.set(tags.PixelData, 'OW', new Uint8Array(samples.buffer));
    return encodeFile(dataset, dataset.string(tags.SOPClassUID)!, sop);
  }
}

const ROUNDING = 1e-9;
