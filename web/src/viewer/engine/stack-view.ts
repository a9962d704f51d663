/** The images of a series in one viewport, one at a time: what is seen, and what can be done with it. */
import { Enums, eventTarget, type StackViewport, type Types, utilities } from '@cornerstonejs/core';
import type { OfferedVoi } from '../../../../src/pixels/index.ts';
import { textIn } from '../../api/dicom-web.ts';
import type { ViewControls } from '../view-controls.ts';
import type { Engine } from './engine.ts';
import { type Failure, failureOf } from './failure.ts';
import { frameOf } from './frame.ts';
import { ownGreys, StackGreys } from './greys/stack-greys.ts';
import { type Look, show } from './look.ts';
import { Prefetch } from './prefetch.ts';
import { present, presentationOf } from './presentation.ts';
import type { Window } from './presets.ts';
import { type Samples, samplesOf, unitOf } from './samples.ts';
import type { SeriesImages } from './series-images.ts';
import type { Slice } from './slice-geometry.ts';
import { slicesOf } from './slices.ts';
import { StackStanding } from './stack-standing.ts';
import { placeOf, type StackState, stateOf } from './stack-state.ts';
import { tags } from './tags.ts';
import { ToldState } from './told-state.ts';

const { Events } = Enums;
const { toLowHighRange } = utilities.windowLevel;

let opened = 0;

export interface StackStart {
  /** Of the image that is seen first, from 0. */
  readonly index: number;
  /** Under which it remembers how it was left. */
  readonly memory: string;
}

export class StackView implements ViewControls {
  readonly kind = 'stack';
  readonly images: SeriesImages;
  readonly modality: string;
  readonly #memory: string;
  readonly #engine: Engine;
  readonly #element: HTMLDivElement;
  readonly #viewport: StackViewport;
  readonly #greys: StackGreys;
  readonly #prefetch: Prefetch;
  readonly #resizes: ResizeObserver;
  readonly #closing = new AbortController();
  readonly #told = new ToldState(() => this.#stateNow());
  readonly #loaded = new Set<string>();
  readonly #failures = new Map<string, Failure>();
  readonly #standing: StackStanding;
  #wanted: number;

  constructor(engine: Engine, element: HTMLDivElement, images: SeriesImages, { index, memory }: StackStart) {
    this.images = images;
    this.modality = textIn(images.instances[0] ?? {}, tags.Modality);
    this.#memory = memory;
    this.#engine = engine;
    this.#element = element;
    opened += 1;
    const viewportId = `stack-${opened}`;
    const defaultOptions = { background: [0, 0, 0] as [number, number, number] };
    engine.rendering.enableElement({ viewportId, type: Enums.ViewportType.STACK, element, defaultOptions });
    this.#viewport = engine.rendering.getViewport(viewportId) as StackViewport;
    this.#standing = new StackStanding(this.#viewport, images);
    this.#greys = new StackGreys(this.#viewport);
    engine.addTools(viewportId);
    this.#wanted = Math.min(Math.max(0, index), images.ids.length - 1);
    this.#prefetch = new Prefetch(
      images.ids,
      () => engine.roomFor(images.imageBytes),
      (id, error) => this.#failed(id, error),
    );
    engine.openStacks += 1;
    this.#resizes = new ResizeObserver(() => this.#resize());
    this.#resizes.observe(element);
    this.#listen();
    void this.#open();
  }

  readonly subscribe = this.#told.subscribe;
  readonly get = this.#told.get;

  /** Where its images are in the patient. */
  get slices(): readonly (Slice | undefined)[] {
    return slicesOf(this.images);
  }

  /** Of the image that is seen, as they are measured; undefined while there is none, and of colours. */
  samples(): Samples | undefined {
    const image = this.#viewport.getCornerstoneImage();
    const index = image && this.images.indexes.get(image.imageId);
    if (!image || index === undefined) return undefined;
    return samplesOf(
      image,
      unitOf(this.images.instances[index] ?? {}, String(frameOf(image.imageId).RescaleType ?? '')),
    );
  }

  /** @param index from 0; the nearest that there is */
  goTo(index: number): void {
    const target = Math.min(Math.max(0, index), this.images.ids.length - 1);
    this.#viewport.scroll(target - this.#viewport.getTargetImageIdIndex(), false);
  }

  scrollBy(count: number): void {
    this.goTo(this.#wanted + count);
  }

  /** Loads the image once more that could not be shown. */
  retry(): void {
    const id = this.images.ids[this.#wanted]!;
    this.#failures.delete(id);
    this.#prefetch.retry(id);
    void this.#open();
  }

  setWindow({ center, width }: Window): void {
    const { VOILUTFunction } = this.#viewport.getProperties();
    this.#showRange(toLowHighRange(width, center, VOILUTFunction));
  }

  /** What each image asks for itself. */
  showOwnWindow(): void {
    this.#greys.choose(ownGreys);
    this.#viewport.render();
  }

  /** From the darkest to the brightest sample of the image that is seen. */
  showFullWindow(): void {
    const image = this.#viewport.getCornerstoneImage();
    if (image) this.#showRange({ lower: image.minPixelValue, upper: image.maxPixelValue });
  }

  /** Tables and windows that the image that is seen offers by name. */
  offeredViews(): readonly OfferedVoi[] {
    return this.#greys.offered();
  }

  /** @param index among those that are offered */
  showOffered(index: number): void {
    const voi = this.offeredViews()[index]?.voi;
    if (voi && 'table' in voi) {
      this.#greys.choose(index);
      this.#viewport.render();
    } else if (voi) this.setWindow(voi);
  }

  invert(): void {
    this.#viewport.setProperties({ invert: !this.#viewport.getProperties().invert });
    this.#viewport.render();
  }

  zoomBy(factor: number): void {
    this.#viewport.setZoom(this.#viewport.getZoom() * factor);
    this.#viewport.render();
  }

  /** @param x @param y pixels of the screen (CSS) */
  pan(x: number, y: number): void {
    const [panX, panY] = this.#viewport.getPan();
    this.#viewport.setPan([panX + x, panY + y]);
    this.#viewport.render();
  }

  /** The whole image, where it stands. */
  fit(): void {
    if (!this.#closing.signal.aborted) this.#standing.fit();
  }

  /** One pixel of the image on one of the screen, edges upon edges. */
  showActualSize(): void {
    const { pixelsPerSample } = this.get();
    if (pixelsPerSample === undefined) return;
    this.#viewport.setZoom(this.#viewport.getZoom() / (pixelsPerSample * devicePixelRatio));
    const { origin } = this.#viewport.getImageData();
    const middle = this.#viewport.worldToCanvas(origin).map((place) => place * devicePixelRatio);
    const [x = 0, y = 0] = middle.map((place) => (Math.round(place - 0.5) + 0.5 - place) / devicePixelRatio);
    const [panX, panY] = this.#viewport.getPan();
    this.#viewport.setPan([panX + x, panY + y]);
    this.#viewport.render();
  }

  /** As somebody wants the image that is seen to be shown. */
  show(look: Look): void {
    const { curve, range } = look;
    this.#greys.reset(curve ? { curve } : range ? 'window' : ownGreys);
    show(this.#viewport, look, () => placeOf(this.#viewport));
  }

  /** A quarter turn to the right. */
  rotate(): void {
    const { rotation = 0 } = this.#viewport.getViewPresentation();
    this.#viewport.setViewPresentation({ rotation: (rotation + 90) % 360 });
    this.#viewport.render();
  }

  flip(): void {
    const { flipHorizontal = false } = this.#viewport.getCamera();
    this.#viewport.setCamera({ flipHorizontal: !flipHorizontal });
    this.#viewport.render();
  }

  /** As it was when it was opened; the image that is seen stays. */
  reset(): void {
    this.#greys.reset();
    this.fit();
  }

  close(): void {
    // Before there is a picture, its place on the screen means nothing.
    if (this.get().shown !== undefined)
      this.#engine.presentations.set(this.#memory, {
        ...presentationOf(this.#viewport, this.#standing.isUntouched),
        greys: this.#greys.choice,
      });
    this.#told.close();
    this.#closing.abort();
    this.#engine.openStacks -= 1;
    this.#resizes.disconnect();
    this.#prefetch.close();
    this.#engine.rendering.disableElement(this.#viewport.id);
  }

  #showRange(voiRange: Types.VOIRange): void {
    this.#greys.choose('window');
    this.#viewport.setProperties({ voiRange });
    this.#viewport.render();
  }

  async #open(): Promise<void> {
    try {
      await this.#viewport.setStack([...this.images.ids], this.#wanted);
      const before = this.#engine.presentations.get(this.#memory);
      if (before && !this.#closing.signal.aborted) {
        this.#greys.choose(before.greys);
        present(this.#viewport, before);
      }
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#failed(this.images.ids[this.#wanted]!, error);
    }
    if (!this.#closing.signal.aborted) this.#prefetch.around(this.#wanted, 1);
  }

  /** What nobody moved fits its pane whatever size that has, so that two that are compared are seen whole. */
  #resize(): void {
    const { isUntouched } = this.#standing;
    this.#engine.resize(() => {
      if (isUntouched) this.fit();
    });
  }

  #listen(): void {
    const { signal } = this.#closing;
    const onElement = (name: string, listener: (detail: unknown) => void) =>
      this.#element.addEventListener(name, (event) => listener((event as CustomEvent).detail), { signal });
    onElement(Events.IMAGE_RENDERED, () => this.#told.changed());
    // Without WebGL a new image is told of before it has a place.
    onElement(this.#engine.isPlain ? Events.IMAGE_RENDERED : Events.STACK_NEW_IMAGE, () => {
      if (this.#greys.draw() && this.#engine.isPlain) this.#viewport.render();
      this.#standing.standAsNew();
    });
    onElement(Events.VOI_MODIFIED, () => this.#greys.windowChanged());
    onElement(Events.STACK_VIEWPORT_SCROLL, (detail) => {
      const { newImageIdIndex, direction } = detail as { newImageIdIndex: number; direction: number };
      this.#wanted = newImageIdIndex;
      this.#prefetch.around(newImageIdIndex, direction < 0 ? -1 : 1);
      this.#told.changed();
    });
    this.#onCornerstone(Events.IMAGE_CACHE_IMAGE_ADDED, ({ image }) => this.#isLoaded(image?.imageId, true));
    this.#onCornerstone(Events.IMAGE_CACHE_IMAGE_REMOVED, ({ imageId }) => this.#isLoaded(imageId, false));
    this.#onCornerstone(Events.IMAGE_LOAD_FAILED, ({ imageId, error }) => this.#failed(imageId, error));
  }

  #onCornerstone(name: string, listener: (detail: CornerstoneDetail) => void): void {
    const handle = (event: Event) => listener((event as CustomEvent<CornerstoneDetail>).detail);
    eventTarget.addEventListener(name, handle as EventListener);
    this.#closing.signal.addEventListener('abort', () =>
      eventTarget.removeEventListener(name, handle as EventListener),
    );
  }

  #isLoaded(id: string | undefined, isLoaded: boolean): void {
    if (id === undefined || !this.images.indexes.has(id)) return;
    if (isLoaded) this.#loaded.add(id);
    else this.#loaded.delete(id);
    // A picture of the whole screen for each image that comes would take more than the images do.
    if (this.#loaded.size === this.images.ids.length) this.#told.changed();
    else this.#told.changedALittle();
  }

  #failed(id: string | undefined, error: unknown): void {
    if (id === undefined || !this.images.indexes.has(id)) return;
    this.#failures.set(id, failureOf(error));
    this.#told.changed();
  }

  #stateNow(): StackState {
    const id = this.images.ids[this.#wanted];
    return stateOf(this.#viewport, this.images, {
      wanted: this.#wanted,
      table: this.#greys.table,
      isTableLeftOut: this.#greys.isTableLeftOut,
      loaded: this.#loaded.size,
      failure: id === undefined ? undefined : this.#failures.get(id),
    });
  }
}

/** What Cornerstone's events say, of which each says a part. */
interface CornerstoneDetail {
  readonly image?: { readonly imageId: string };
  readonly imageId?: string;
  readonly error?: unknown;
}
