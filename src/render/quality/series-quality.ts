/** What tells at a glance whether a series is whole and good: a picture of all of it, and a few figures. */
import { createHash } from 'node:crypto';
import type { Archive, StoredInstance } from '../../archive/index.ts';
import { IsocenterError, readAhead } from '../../base/index.ts';
import type { Caller } from '../../contract/index.ts';
import { tags } from '../../dicom/index.ts';
import { type Picture, readFramePlace } from '../../pixels/index.ts';
import { hasPixels, openInstance } from '../instance-source.ts';
import type { WorkerPool } from '../worker-pool.ts';
import { signalToNoise, TemporalSums, temporalSignalToNoise } from './noise.ts';
import { SeriesFrames } from './series-frames.ts';
import { type PlacedFrame, type SeriesShape, shapeOf } from './series-shape.ts';

export interface SeriesFigures extends Omit<SeriesShape, 'places'> {
  readonly rows: number;
  readonly columns: number;
  /** Of the middle image of a magnitude MR series; undefined where it means nothing. */
  readonly snr: number | undefined;
  /** The same over time, of MR series with at least ten volumes. */
  readonly tsnr: number | undefined;
}

const limits = {
  /** Of a series; of longer ones nothing is told. */
  frames: 50_000,
  /** In the picture of all. */
  cells: 24,
  columns: 6,
  /** Width and height of one of them. */
  cellSide: 160,
  /** Volumes below which the noise over time means nothing. */
  volumes: 10,
  /** That are looked at over time: places are left out evenly where there are more. 24 bytes for each. */
  voxels: 2_000_000,
  /** Images that are looked at over time, at most. */
  decoded: 6_000,
  /** Series whose figures are remembered. */
  remembered: 100,
} as const;

/** Headers that are read before their turn. */
const READ_AHEAD = 4;

interface Looked {
  readonly shape: SeriesShape;
  readonly size: { readonly rows: number; readonly columns: number };
  readonly isMagnitude: boolean;
}

/** Errors of all: `pixels/none` for a series without images, `dicom/limit`; those of reading and decoding; `cancelled`. */
export class SeriesQuality {
  readonly #archive: Archive;
  readonly #pool: WorkerPool;
  readonly #remembered = new Map<string, SeriesFigures>();
  readonly #running = new Map<string, Promise<SeriesFigures>>();

  constructor({ archive, pool }: { readonly archive: Archive; readonly pool: WorkerPool }) {
    this.#archive = archive;
    this.#pool = pool;
  }

  async figures(caller: Caller, seriesInstanceUid: string): Promise<SeriesFigures> {
    const instances = await this.#imagesOf(caller, seriesInstanceUid);
    const key = keyOf(instances);
    const known = this.#remembered.get(key);
    if (known) return known;
    // Whoever asks meanwhile gets the same; it does not end with the one who asked first.
    const running = this.#running.get(key) ?? this.#measure(caller, instances, key);
    this.#running.set(key, running);
    return await running.finally(() => this.#running.delete(key));
  }

  async #measure(caller: Caller, instances: readonly StoredInstance[], key: string): Promise<SeriesFigures> {
    const { signal } = new AbortController();
    const looked = await this.#look(caller, instances, signal);
    const { places: _, ...shape } = looked.shape;
    const figures = {
      ...shape,
      ...looked.size,
      ...(looked.isMagnitude ? await noiseOf(looked, this.#framesOf(caller, instances, signal)) : noNoise),
    };
    this.#remember(key, figures);
    return figures;
  }

  /** A PNG with images from all over the series, in their order. */
  async mosaic(caller: Caller, seriesInstanceUid: string, signal: AbortSignal): Promise<Uint8Array> {
    const instances = await this.#imagesOf(caller, seriesInstanceUid);
    const { shape } = await this.#look(caller, instances, signal);
    // Of each place the first: the others look alike.
    const firsts = evenly(shape.places, limits.cells).map(([first]) => first!);
    const frames = this.#framesOf(caller, instances, signal);
    const cells: Picture[] = [];
    for (const first of firsts) cells.push(await frames.picture(first, limits.cellSide));
    return this.#pool.run(() => ({ kind: 'montage' as const, cells, columns: limits.columns }), signal);
  }

  /** In their order. */
  async #imagesOf({ actor, scope }: Caller, seriesInstanceUid: string): Promise<StoredInstance[]> {
    const images: StoredInstance[] = [];
    const selector = { seriesInstanceUids: [seriesInstanceUid] };
    for await (const page of this.#archive.select(actor, scope, [selector]))
      for (const instance of page) if (hasPixels(instance)) images.push(instance);
    if (images.length === 0) throw new IsocenterError('pixels/none');
    checkFrames(images.length);
    return images;
  }

  /** Headers alone. */
  async #look(caller: Caller, instances: readonly StoredInstance[], signal: AbortSignal): Promise<Looked> {
    const placed: PlacedFrame[] = [];
    let size = { rows: 0, columns: 0 };
    let isMagnitude = false;
    const opened = readAhead(instances.entries(), READ_AHEAD, async ([index, instance]) => {
      const { header, frames } = await openInstance(this.#archive, caller, instance);
      return { index, dataset: header.dataset, image: frames.image };
    });
    for await (const { index, dataset, image } of opened) {
      if (signal.aborted) throw new IsocenterError('cancelled');
      if (index === 0) {
        size = { rows: image.rows, columns: image.columns };
        // PS3.3 C.8.3.1.1.1 names P for phase maps, R and I for parts of complex images.
        const kinds = dataset.strings(tags.ImageType).slice(2);
        isMagnitude =
          dataset.string(tags.Modality) === 'MR' &&
          image.samplesPerPixel === 1 &&
          !kinds.some((kind) => ['P', 'R', 'I', 'PHASE', 'REAL', 'IMAGINARY'].includes(kind));
      }
      checkFrames(placed.length + image.numberOfFrames);
      for (let frame = 0; frame < image.numberOfFrames; frame++)
        placed.push({ instance: index, frame, place: readFramePlace(dataset, frame) });
    }
    return { shape: shapeOf(placed), size, isMagnitude };
  }

  #framesOf(caller: Caller, instances: readonly StoredInstance[], signal: AbortSignal): SeriesFrames {
    return new SeriesFrames({ archive: this.#archive, pool: this.#pool, caller, instances, signal });
  }

  #remember(key: string, figures: SeriesFigures): void {
    this.#remembered.set(key, figures);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > limits.remembered) this.#remembered.delete(oldest!);
  }
}

const noNoise = { snr: undefined, tsnr: undefined };

async function noiseOf(
  { shape, size }: Looked,
  frames: SeriesFrames,
): Promise<Pick<SeriesFigures, 'snr' | 'tsnr'>> {
  if (size.rows * size.columns > limits.voxels) return noNoise;
  const [middle] = shape.places[shape.places.length >> 1]!;
  const { samples, image } = await frames.samples(middle!);
  return { snr: signalToNoise(samples, image.columns), tsnr: await noiseOverTime(shape, size, frames) };
}

async function noiseOverTime(
  { places, volumes = 0 }: SeriesShape,
  { rows, columns }: Looked['size'],
  frames: SeriesFrames,
): Promise<number | undefined> {
  if (volumes < limits.volumes) return undefined;
  const pixels = rows * columns;
  const most = Math.floor(Math.min(limits.voxels / pixels, limits.decoded / volumes));
  const full = places.filter(({ length }) => length === volumes);
  const sums: TemporalSums[] = [];
  for (const place of evenly(full, Math.max(1, most))) {
    const sum = new TemporalSums(pixels);
    for (const frame of place) sum.add((await frames.samples(frame)).samples);
    sums.push(sum);
  }
  return temporalSignalToNoise(sums);
}

function checkFrames(count: number): void {
  if (count > limits.frames)
    throw new IsocenterError('dicom/limit', {
      ...{ what: 'The number of images of the series', value: count, limit: limits.frames },
    });
}

const keyOf = (instances: readonly StoredInstance[]): string => {
  const hash = createHash('sha256');
  for (const { sha256 } of instances) hash.update(sha256);
  return hash.digest('hex');
};

/** At most so many of them, from the first to the last. */
function evenly<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  if (most === 1) return [items[items.length >> 1]!];
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);
}
