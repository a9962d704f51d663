/** A NIfTI file as the images of a series, which everything that shows series can show. */
import { type NiftiFile, type NiftiGrid, niftiGrid, usualRange } from '../../../../src/nifti/index.ts';
import type { JsonInstance } from '../../api/dicom-web.ts';
import type { SeriesImages } from '../engine/series-images.ts';
import { knowPlan, planOf, type VolumePhase, type VolumePlan } from '../volume/volume-plan.ts';
import { elementsOf } from './slice-elements.ts';

/** Cornerstone finds what loads an image by how its id begins. */
export const NIFTI_SCHEME = 'nifti';
/** Of samples, at most: 32-bit floats, or colours. */
const BYTES_PER_SAMPLE = 4;

export interface NiftiSource {
  /** SHA-256 of the file, hexadecimal: it stands for the UID of a series. */
  readonly digest: string;
  /** As somebody called it. */
  readonly name: string;
}

export class NiftiSeries {
  readonly source: NiftiSource;
  readonly file: NiftiFile;
  readonly grid: NiftiGrid;
  /** Of several volumes at one place, each. */
  readonly phases: readonly Pick<VolumePhase, 'kind' | 'value'>[];
  /** What is black and what is white before anybody chooses. */
  readonly range: readonly [number, number];
  readonly #slices: readonly JsonInstance[];

  constructor(source: NiftiSource, file: NiftiFile) {
    this.source = source;
    this.file = file;
    this.grid = niftiGrid(file.header);
    this.range = usualRange(file);
    this.phases = phasesOf(file);
    this.#slices = Array.from({ length: this.grid.slices }, (_, slice) =>
      elementsOf({ file, grid: this.grid, range: this.range, frameOfReference: source.digest }, slice),
    );
  }

  /** The slices of one volume. @param volume from 0 */
  images(volume: number): SeriesImages {
    const { columns, rows } = this.grid;
    const ids = this.#ids(volume);
    return {
      study: '',
      series: this.source.digest,
      ids,
      indexes: new Map(ids.map((id, index) => [id, index])),
      instances: this.#slices,
      imageBytes: columns * rows * BYTES_PER_SAMPLE,
      others: [],
    };
  }

  /** The first volume, which is known to be one of several. */
  get all(): SeriesImages {
    const images = this.images(0);
    knowPlan(images, this.#plan(images));
    return images;
  }

  #ids(volume: number): string[] {
    return this.#slices.map((_, slice) => niftiId({ digest: this.source.digest, slice, volume }));
  }

  /** All volumes lie where the first one does. */
  #plan({ ids, instances }: SeriesImages): VolumePlan {
    if (!this.grid.isRectangular) return { refusal: 'sheared' };
    const plan = planOf(ids, instances);
    if (!plan.volume) return plan;
    const { geometry, phases } = plan.volume;
    const elements = phases[0]!.elements;
    // The plan has its own order of slices, by where they lie.
    const isReversed = phases[0]!.ids[0] !== ids[0];
    const idsOf = (volume: number) => (isReversed ? this.#ids(volume).reverse() : this.#ids(volume));
    return {
      volume: {
        ...plan.volume,
        geometry: { ...geometry, isUnoriented: !this.grid.isOriented },
        phases: this.phases.map((phase, volume) => ({ ...phase, ids: idsOf(volume), elements })),
      },
    };
  }
}

export interface NiftiImage {
  readonly digest: string;
  /** Of the grid, and of the volumes; from 0. */
  readonly slice: number;
  readonly volume: number;
}

/** Elements are found by what stands before `frames`: all volumes of a slice have the same. */
export const niftiId = ({ digest, slice, volume }: NiftiImage): string =>
  `${NIFTI_SCHEME}:${digest}/instances/${slice}/frames/${volume + 1}`;

export function niftiImageOf(id: string): NiftiImage | undefined {
  const [, digest, slice, frame] = /^nifti:([0-9a-f]+)\/instances\/(\d+)\/frames\/(\d+)$/.exec(id) ?? [];
  return digest === undefined ? undefined : { digest, slice: Number(slice), volume: Number(frame) - 1 };
}

function phasesOf({ header: { volumes, seconds, steps } }: NiftiFile): NiftiSeries['phases'] {
  if (volumes === 1) return [{}];
  const step = seconds === undefined ? 0 : steps[4]! * seconds;
  return Array.from({ length: volumes }, (_, i) =>
    step > 0 ? { kind: 'time', value: i * step } : { kind: 'volume', value: i + 1 },
  );
}
