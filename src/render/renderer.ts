import type { Archive, Selector, StoredInstance } from '../archive/index.ts';
import { IsocenterError } from '../base/index.ts';
import type { Caller } from '../contract/index.ts';
import { type Dataset, tagOf, transferSyntax, transferSyntaxOf } from '../dicom/index.ts';
import {
  canDecode,
  canEncode,
  checkFrame,
  type ImagePixel,
  openStream,
  readDisplay,
  readOverlays,
  type Window,
} from '../pixels/index.ts';
import { DEFAULT_FRAME_MS, frameTime, makeAnimation } from './animation.ts';
import { type AnnotationKind, annotationOf } from './annotation.ts';
import { hasPixels, type OpenInstance, openInstance, storedFrame } from './instance-source.ts';
import { renderLimits } from './limits.ts';
import { type StoredVideo, storedVideo, videoCodingOf } from './stored-video.ts';
import { type ColourProfile, type ColourTarget, JPEG_BASELINE, type Look, type Viewport } from './tasks.ts';
import { ThumbnailCache } from './thumbnail-cache.ts';
import type { WorkerPool } from './worker-pool.ts';

/** One frame as it goes out: compressed as the transfer syntax says, or native in little endian. */
export interface DecodedFrame {
  /** Counted from 0. */
  readonly frame: number;
  readonly bytes: Uint8Array;
  readonly transferSyntaxUid: string;
  /** What its colours are now; decoding gives RGB. */
  readonly photometricInterpretation: string;
}

/** How an instance is to be shown (PS3.18 8.3.5). */
export interface RenderRequest {
  /** Counted from 0. Animations show all frames. Default: the first. */
  readonly frame?: number;
  readonly format: 'jpeg' | 'png' | 'gif' | 'mp4';
  /** 1 to 100; JPEG only. Default 90. */
  readonly quality?: number;
  /** Instead of the one that the data set names. */
  readonly window?: Window;
  readonly viewport?: Viewport;
  /** The part to show, in its own size unless a viewport says another one. */
  readonly region?: Region;
  /** Whether overlays of the instance are drawn. Default: they are. */
  readonly overlays?: boolean;
  /** What is written on the picture. */
  readonly annotation?: readonly AnnotationKind[];
  /** Whether a still picture in colours says what they mean: as the data set says, or converted to a space. Default: no. */
  readonly colourProfile?: ColourTarget;
}

/** A part of an image, in fractions of its width and height from the top left corner (PS3.18 9.5.1.2.5). */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface RenderedPicture {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

interface RendererParts {
  readonly archive: Archive;
  readonly pool: WorkerPool;
  /** A folder that may be thrown away at any time. */
  readonly thumbnails: string;
}

const DEFAULT_QUALITY = 90;
const THUMBNAIL_QUALITY = 80;
const NATIVE = transferSyntax.explicitVrLittleEndian.uid;

/**
 * What doors ask for to show images. The caller sees what the archive lets them see: instances come from `archive.select`.
 * Errors of all: those of reading, decoding and encoding; `render/busy`, `render/timeout`, `cancelled`.
 */
export class Renderer {
  readonly #archive: Archive;
  readonly #pool: WorkerPool;
  readonly #thumbnails: ThumbnailCache;

  constructor({ archive, pool, thumbnails }: RendererParts) {
    this.#archive = archive;
    this.#pool = pool;
    this.#thumbnails = new ThumbnailCache(thumbnails);
  }

  /** Whether frames of an instance can be had in a transfer syntax: as they are, native, or compressed anew. */
  async conversions(caller: Caller, instance: StoredInstance): Promise<(targetUid: string) => boolean> {
    const { image, transferSyntaxUid: storedUid } = (await openInstance(this.#archive, caller, instance))
      .frames;
    const isDecodable = canDecode(storedUid);
    return (targetUid) => {
      if (targetUid === storedUid) return true;
      if (targetUid === JPEG_BASELINE) return isDecodable && fitsJpegBaseline(image);
      return isDecodable && (targetUid === NATIVE || canEncode(targetUid));
    };
  }

  /** Whether there is one image that can be shown, not a document, a cine or a video. */
  async isStill(caller: Caller, instance: StoredInstance): Promise<boolean> {
    if (!hasPixels(instance)) return false;
    const { image, transferSyntaxUid } = (await openInstance(this.#archive, caller, instance)).frames;
    return image.numberOfFrames === 1 && canDecode(transferSyntaxUid);
  }

  /** The stream of an instance that is a video, as it is stored; undefined where it is none. */
  async video(caller: Caller, instance: StoredInstance): Promise<StoredVideo | undefined> {
    const coding = videoCodingOf(instance.transferSyntaxUid);
    if (!coding) return undefined;
    const bytes = await this.#archive.open(caller.actor, caller.scope, instance);
    const stream = await openStream(bytes, bytes.header);
    return stream && storedVideo(stream, coding);
  }

  /**
   * Frames, counted from 0, in a transfer syntax: the one they are stored in, explicit VR little endian, or another.
   * Undefined: all of them. When one does not exist none is given.
   */
  async *decodedFrames(
    caller: Caller,
    instance: StoredInstance,
    frames: readonly number[] | undefined,
    transferSyntaxUid: string,
    signal?: AbortSignal,
  ): AsyncGenerator<DecodedFrame, void> {
    const opened = await openInstance(this.#archive, caller, instance);
    const { image, transferSyntaxUid: storedUid } = opened.frames;
    for (const frame of frames ?? []) checkFrame(frame, image);
    // Native frames are read in little endian, and mean what the data set says.
    const isAsStored =
      storedUid === transferSyntaxUid || (transferSyntaxUid === NATIVE && !isCompressed(storedUid));
    for (const frame of frames ?? Array.from({ length: image.numberOfFrames }, (_, at) => at)) {
      if (isAsStored) {
        const { photometricInterpretation } = image;
        yield { frame, bytes: await opened.frames.read(frame), transferSyntaxUid, photometricInterpretation };
      } else {
        const make = async () => ({
          kind: 'convert' as const,
          frame: await storedFrame(opened, frame),
          targetUid: transferSyntaxUid,
        });
        const converted = await this.#pool.run(make, signal);
        const { photometricInterpretation } = converted.image;
        yield { frame, bytes: converted.bytes, transferSyntaxUid, photometricInterpretation };
      }
    }
  }

  /** A picture of one frame, or an animation of all. */
  async rendered(
    caller: Caller,
    instance: StoredInstance,
    request: RenderRequest,
    signal?: AbortSignal,
  ): Promise<RenderedPicture> {
    checkSize(request.viewport);
    const opened = await openInstance(this.#archive, caller, instance);
    const viewport = viewportOf(request, opened.frames.image);
    const { format, frame = 0, quality = DEFAULT_QUALITY } = request;
    if (format === 'gif' || format === 'mp4') {
      const cell = (at: number, affordable: Viewport | undefined) => async () =>
        ({
          kind: 'cell',
          frame: await storedFrame(opened, at),
          look: lookOf(opened, at, request, affordable),
        }) as const;
      const { image } = opened.frames;
      const film = { frames: image.numberOfFrames, frameMs: frameTime(opened.header.dataset), size: image };
      return makeAnimation(this.#pool, film, format, cell, viewport, signal);
    }
    const bytes = await this.#pool.run(
      async (take) => ({
        kind: 'picture' as const,
        // Grey values and indexes become pixels of their own; colours may be drawn as they lie there.
        frame: await storedFrame(opened, frame, opened.frames.image.samplesPerPixel === 1 ? take : undefined),
        look: lookOf(opened, frame, request, viewport),
        format,
        quality,
        profile: profileOf(opened.header.dataset, request.colourProfile),
      }),
      signal,
    );
    return { mediaType: `image/${format}`, bytes };
  }

  /** A GIF of the first frames of images of one size, in their order. Where one cannot be drawn there is none. */
  async film(
    caller: Caller,
    instances: readonly StoredInstance[],
    signal?: AbortSignal,
  ): Promise<RenderedPicture> {
    const [first] = instances;
    if (!first) throw new IsocenterError('pixels/none');
    const { frames } = await openInstance(this.#archive, caller, first);
    const cell = (at: number, affordable: Viewport | undefined) => async () => {
      const opened = await openInstance(this.#archive, caller, instances[at]!);
      const look = lookOf(opened, 0, { format: 'gif' }, affordable);
      return { kind: 'cell', frame: await storedFrame(opened, 0), look } as const;
    };
    const film = { frames: instances.length, frameMs: DEFAULT_FRAME_MS, size: frames.image };
    return makeAnimation(this.#pool, film, 'gif', cell, undefined, signal);
  }

  /**
   * What stands for everything that is selected: the instance, or the middle image of the series; of a study, of the first
   * series with images. None, or none that this caller may see: `pixels/none`.
   */
  async middleImage({ actor, scope }: Caller, selector: Selector): Promise<StoredInstance> {
    const images: StoredInstance[] = [];
    for await (const page of this.#archive.select(actor, scope, [selector]))
      for (const instance of page) {
        // They come series by series.
        if (images[0] && images[0].seriesInstanceUid !== instance.seriesInstanceUid) return middleOf(images);
        if (hasPixels(instance)) images.push(instance);
      }
    return middleOf(images);
  }

  /**
   * A small JPEG of an instance, of its middle frame unless another is named. It is kept for the next time, and made once for
   * all who ask meanwhile: it does not end with the one who asked first.
   */
  async thumbnail(
    caller: Caller,
    instance: StoredInstance,
    { side, frame }: { readonly side: number; readonly frame?: number },
  ): Promise<RenderedPicture> {
    const viewport = { width: side, height: side };
    checkSize(viewport);
    const key = `${instance.sha256}-${frame ?? 'middle'}-${side}`;
    const bytes = await this.#thumbnails.get(key, async () => {
      const at = frame ?? (await this.#middleFrame(caller, instance));
      const request = { frame: at, format: 'jpeg', quality: THUMBNAIL_QUALITY, viewport } as const;
      return (await this.rendered(caller, instance, request)).bytes;
    });
    return { mediaType: 'image/jpeg', bytes };
  }

  async #middleFrame(caller: Caller, instance: StoredInstance): Promise<number> {
    const { frames } = await openInstance(this.#archive, caller, instance);
    return frames.image.numberOfFrames >> 1;
  }
}

function middleOf(images: readonly StoredInstance[]): StoredInstance {
  const middle = images[images.length >> 1];
  if (!middle) throw new IsocenterError('pixels/none');
  return middle;
}

/** 8 bits, grey or three colours. */
const fitsJpegBaseline = ({ bitsAllocated, isSigned, samplesPerPixel }: ImagePixel): boolean =>
  bitsAllocated === 8 && !isSigned && (samplesPerPixel === 1 || samplesPerPixel === 3);

const isCompressed = (uid: string): boolean => transferSyntaxOf(uid)?.encapsulated === true;

function lookOf(
  { header: { dataset }, frames }: OpenInstance,
  frame: number,
  request: RenderRequest,
  viewport: Viewport | undefined,
): Look {
  const display = readDisplay(dataset, frames.image, frame);
  return {
    display: request.window ? { ...display, voi: request.window } : display,
    overlays: request.overlays === false ? [] : readOverlays(dataset, frame),
    annotation: request.annotation && annotationOf(dataset, request.annotation),
    viewport: viewport && within(viewport, frames.image),
  };
}

/** A region is taken before anything is scaled (PS3.18 8.3.5). */
function viewportOf(
  { viewport, region }: RenderRequest,
  { columns, rows }: ImagePixel,
): Viewport | undefined {
  if (!region) return viewport;
  const [left, top] = [Math.round(region.left * columns), Math.round(region.top * rows)];
  const width = Math.max(1, Math.round(region.right * columns) - left);
  const height = Math.max(1, Math.round(region.bottom * rows) - top);
  const part = { left, top, width, height, flipsHorizontally: false, flipsVertically: false };
  return { ...(viewport ?? { width, height }), region: part };
}

/** Of the image, or of its optical path (PS3.3 C.11.15, C.8.12.5). */
function profileOf(dataset: Dataset, asked: RenderRequest['colourProfile']): ColourProfile | undefined {
  if (!asked) return undefined;
  const path = dataset.items(tagOf('OpticalPathSequence')!)[0];
  const own = dataset.bytes(ICC_PROFILE) ?? path?.bytes(ICC_PROFILE);
  return { own, target: asked };
}

const ICC_PROFILE = tagOf('ICCProfile')!;

/** Pixels that are asked for and do not exist are left out (PS3.18 8.3.5.1.3). */
function within(viewport: Viewport, { columns, rows }: ImagePixel): Viewport {
  const { region } = viewport;
  if (!region) return viewport;
  const left = Math.max(0, Math.min(columns - 1, Math.floor(region.left)));
  const top = Math.max(0, Math.min(rows - 1, Math.floor(region.top)));
  const width = Math.max(1, Math.min(columns - left, Math.round(region.width)));
  const height = Math.max(1, Math.min(rows - top, Math.round(region.height)));
  return { ...viewport, region: { ...region, left, top, width, height } };
}

function checkSize(viewport: Viewport | undefined): void {
  const side = viewport ? Math.max(viewport.width, viewport.height) : 1;
  const smallest = viewport ? Math.min(viewport.width, viewport.height) : 1;
  if (!(smallest >= 1))
    throw new IsocenterError('input/invalid', { reason: 'A picture has a width and a height.' });
  if (side > renderLimits.pictureSide)
    throw new IsocenterError('dicom/limit', {
      ...{ what: 'The side of a picture', value: side, limit: renderLimits.pictureSide },
    });
}
