/** One phase of a volume in memory: its slices load one after the other, those in the middle first, and are drawn as they come. */
import { cache, imageLoader, StreamingImageVolume } from '@cornerstonejs/core';
import { textIn } from '../../api/dicom-web.ts';
import { type Failure, failureOf } from '../engine/failure.ts';
import { orderAround } from '../engine/order-around.ts';
import type { Vector } from '../engine/orientation.ts';
import { tags } from '../engine/tags.ts';
import { StraightImages } from './straight-images.ts';
import { isSeen, type Straightening } from './straightening.ts';
import type { Volume, VolumePhase } from './volume-plan.ts';
import { volumeTags } from './volume-tags.ts';

const AT_ONCE = 4;

let opened = 0;

export class LoadedVolume {
  /** Under which Cornerstone knows it. */
  readonly id: string;
  readonly count: number;
  readonly #volume: StreamingImageVolume;
  /** Where the frames make no box as they are. */
  readonly #straightening: Straightening | undefined;
  readonly #straight: StraightImages | undefined;
  readonly #tell: () => void;
  #order: number[];
  #running = 0;
  #loaded = 0;
  #failure: Failure | undefined;
  #isClosed = false;

  /** @param tell of every slice that comes or fails */
  constructor(volume: Volume, phase: VolumePhase, tell: () => void) {
    opened += 1;
    this.id = `volume:${opened}`;
    this.#tell = tell;
    const { geometry, sampleType, straightening } = volume;
    this.#straightening = straightening;
    this.#straight = straightening && new StraightImages(volume, straightening, phase);
    const ids = this.#straight?.ids ?? phase.ids;
    this.count = ids.length;
    const { dimensions, spacing, origin, axes } = geometry;
    this.#volume = new StreamingImageVolume(
      {
        volumeId: this.id,
        dimensions: [...dimensions],
        spacing: [...spacing],
        origin: [...origin],
        direction: axes.flat() as [number, number, number, number, number, number, number, number, number],
        metadata: metadataOf(phase, geometry),
        imageIds: [...ids],
        dataType: sampleType.name,
        numberOfComponents: 1,
      },
      {
        imageIds: [...ids],
        loadStatus: { loaded: false, loading: false, cancelled: false, cachedFrames: [], callbacks: [] },
      },
    );
    cache.putVolumeSync(this.id, this.#volume);
    this.#order = orderAround(this.count >> 1, this.count, 1, this.count);
    this.#next();
  }

  /** Slices that are in memory. */
  get loaded(): number {
    return this.#loaded;
  }

  /** Why the first of those that are not could not be loaded. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** The darkest and the brightest sample of the slice in the middle; undefined while it is not there. */
  middleRange(): [number, number] | undefined {
    const image = cache.getImage(this.#volume.imageIds[this.count >> 1]!);
    return image && [image.minPixelValue, image.maxPixelValue];
  }

  /** The sample after the modality LUT; undefined outside of the volume, and while it is not there. */
  valueAt([i, j, k]: Vector): number | undefined {
    const { dimensions, imageIds } = this.#volume;
    if (![i, j, k].every((at, axis) => at >= 0 && at < dimensions[axis]!)) return undefined;
    if (this.#straightening && !isSeen(this.#straightening, [i, j, k])) return undefined;
    return cache.getImage(imageIds[k]!)?.getPixelData()[j * dimensions[0] + i];
  }

  close(): void {
    this.#isClosed = true;
    this.#straight?.close();
    cache.removeVolumeLoadObject(this.id);
    this.#volume.vtkOpenGLTexture.releaseGraphicsResources();
    this.#volume.vtkOpenGLTexture.delete();
  }

  #next(): void {
    while (!this.#isClosed && this.#running < AT_ONCE) {
      const slice = this.#order.shift();
      if (slice === undefined) return;
      this.#running += 1;
      void this.#load(slice);
    }
  }

  async #load(slice: number): Promise<void> {
    const id = this.#volume.imageIds[slice]!;
    try {
      const image = await imageLoader.loadAndCacheImage(id, { priority: 0, requestType: 'prefetch' });
      if (this.#isClosed) return;
      // What a volume that is seen is made of is not dropped when memory is short.
      image.sharedCacheKey = this.id;
      this.#loaded += 1;
      this.#volume.vtkOpenGLTexture.setUpdatedFrame(slice);
    } catch (error) {
      this.#failure ??= failureOf(error);
    }
    this.#running -= 1;
    if (this.#isClosed) return;
    this.#tell();
    this.#next();
  }
}

/** What Cornerstone reads of a volume: its place is known by its geometry. */
function metadataOf(
  { elements: [first = {}] }: VolumePhase,
  { frameOfReference, dimensions, spacing, axes }: Volume['geometry'],
) {
  const number = (tag: string) => Number(textIn(first, tag));
  return {
    BitsAllocated: 16,
    BitsStored: number(volumeTags.BitsStored),
    SamplesPerPixel: 1,
    HighBit: number(volumeTags.BitsStored) - 1,
    PhotometricInterpretation: textIn(first, volumeTags.PhotometricInterpretation),
    PixelRepresentation: number(volumeTags.PixelRepresentation),
    Modality: textIn(first, tags.Modality),
    ImageOrientationPatient: [...axes[0], ...axes[1]],
    PixelSpacing: [spacing[1], spacing[0]],
    FrameOfReferenceUID: frameOfReference,
    Columns: dimensions[0],
    Rows: dimensions[1],
    voiLut: [],
    VOILUTFunction: '',
  };
}
