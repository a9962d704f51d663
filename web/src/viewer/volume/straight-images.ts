/** Gives Cornerstone the slices of a straightened box: each is made of the images of a series when it is asked for. */
import { imageLoader, metaData, type Types } from '@cornerstonejs/core';
import { type Remote, wrap } from 'comlink';
import { madeImage } from '../engine/made-image.ts';
import { fullWindow } from './own-window.ts';
import type { Straightener } from './straighten-worker.ts';
import StraightenWorker from './straighten-worker.ts?worker';
import type { SlicePart, Straightening } from './straightening.ts';
import type { Volume, VolumePhase } from './volume-plan.ts';

/** Cornerstone finds what loads an image by how its id begins. */
const SCHEME = 'straight';
/** Images that are kept for the next slices, which are made of the same ones: those next to each other are asked for together. */
const RECENT = 16;

/** What makes the image of an id. */
const open = new Map<string, () => Promise<Types.IImage>>();
let isRegistered = false;

/** What is true of the image that most of a slice is of, is true of the slice. */
const straightId = (slice: number, main: string): string => `${SCHEME}:${slice}/${main}`;
const mainOf = (id: string): string | undefined => /^straight:\d+\/(.*)$/.exec(id)?.[1];

function register(): void {
  if (isRegistered) return;
  isRegistered = true;
  imageLoader.registerImageLoader(SCHEME, load as Types.ImageLoaderFn);
  metaData.addProvider((type: string, id: unknown) => {
    const main = typeof id === 'string' ? mainOf(id) : undefined;
    return main === undefined ? undefined : metaData.get(type, main);
  });
}

function load(id: string): { promise: Promise<Types.IImage> } {
  return {
    promise: Promise.try(() => {
      const make = open.get(id);
      if (!make) throw new RangeError(`there is no image ${id}`);
      return make();
    }),
  };
}

/** Of one phase of a volume, as long as it is shown. */
export class StraightImages {
  /** Slice by slice along the box. */
  readonly ids: readonly string[];
  readonly #volume: Volume;
  readonly #straightening: Straightening;
  readonly #phase: VolumePhase;
  readonly #worker = new StraightenWorker();
  readonly #straightener: Remote<Straightener> = wrap<Straightener>(this.#worker);
  readonly #recent = new Map<string, Promise<Types.IImage>>();

  constructor(volume: Volume, straightening: Straightening, phase: VolumePhase) {
    this.#volume = volume;
    this.#straightening = straightening;
    this.#phase = phase;
    register();
    this.ids = straightening.parts.map((parts, slice) => {
      const main = parts.reduce((a, b) => (b.share > a.share ? b : a));
      const id = straightId(slice, phase.ids[main.slice]!);
      open.set(id, () => this.#make(id, parts));
      return id;
    });
  }

  close(): void {
    for (const id of this.ids) open.delete(id);
    this.#recent.clear();
    this.#worker.terminate();
  }

  async #make(id: string, parts: readonly SlicePart[]): Promise<Types.IImage> {
    const images = await Promise.all(parts.map(({ slice }) => this.#image(this.#phase.ids[slice]!)));
    const { geometry, sampleType } = this.#volume;
    const { size, outside } = this.#straightening;
    const [columns, rows] = geometry.dimensions;
    const samples = await this.#straightener.straighten({
      parts: parts.map((part, i) => ({ ...part, samples: images[i]!.getPixelData() })),
      ...{ from: size, to: [columns, rows], outside, type: sampleType.name },
    });
    const range = [
      Math.min(...images.map(({ minPixelValue }) => minPixelValue)),
      Math.max(...images.map(({ maxPixelValue }) => maxPixelValue)),
    ] as const;
    return madeImage({
      ...{ id, columns, rows, samples, range, window: fullWindow(range) },
      spacing: [geometry.spacing[0], geometry.spacing[1]],
    });
  }

  /** Of the series. It does not go to the cache of images: what is made of it does. */
  #image(id: string): Promise<Types.IImage> {
    const image = this.#recent.get(id) ?? imageLoader.loadImage(id, { priority: 0, requestType: 'prefetch' });
    // Those that were asked for last stand last.
    this.#recent.delete(id);
    this.#recent.set(id, image);
    image.catch(() => this.#recent.delete(id));
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > RECENT && oldest !== undefined) this.#recent.delete(oldest);
    return image;
  }
}
