/** A volume in three planes at once: what is seen, and what can be done with it. */
import { type JsonInstance, textIn } from '../../api/dicom-web.ts';
import type { Engine } from '../engine/engine.ts';
import type { Failure } from '../engine/failure.ts';
import { type EdgeLetters, noLetters, type Vector } from '../engine/orientation.ts';
import type { Window } from '../engine/presets.ts';
import { unitOf } from '../engine/samples.ts';
import { tags } from '../engine/tags.ts';
import { ToldState } from '../engine/told-state.ts';
import { along } from '../engine/vectors.ts';
import type { PlaneReference } from '../measure/measurement.ts';
import { LoadedVolume } from './loaded-volume.ts';
import { type Overlay, type OverlayLook, usualLook } from './overlay.ts';
import { fullWindow, ownWindowOf } from './own-window.ts';
import { PlaneViewport, type Spot } from './plane-viewport.ts';
import {
  type Cross,
  firstCross,
  indexAt,
  kept,
  type Look,
  lineOf,
  lookAfterMove,
  lookAtAll,
  normalOf,
  type PlaneAxes,
  type PlaneName,
  planeAxes,
  planeNames,
  stepAlong,
  turnedIn,
} from './planes.ts';
import { isDarkHigh } from './sample-type.ts';
import { crossOf, interpolated } from './sheet.ts';
import type { Slab } from './slab.ts';
import type { Volume } from './volume-plan.ts';

/** What is seen in one pane. */
export interface PaneState {
  readonly letters: EdgeLetters;
  /** For one pixel of the screen (CSS). */
  readonly millimetres: number;
  /** Where the planes meet. */
  readonly center: Spot;
  /** Of the two others, as they cut this one: where each goes on the screen, to the right and up, of length 1. */
  readonly lines: readonly { readonly plane: PlaneName; readonly direction: Spot }[];
}

export interface PointedSample {
  /** Millimetres in the patient. */
  readonly point: Vector;
  readonly value: number;
}

export interface MprState {
  readonly cross: Cross;
  readonly slab: Slab;
  /** Undefined until the first slice is there where the images do not say it. */
  readonly window?: Window | undefined;
  readonly isInverted: boolean;
  /** From 0. */
  readonly phase: number;
  /** Slices in memory, of those that there are. */
  readonly loaded: number;
  readonly count: number;
  readonly failure?: Failure | undefined;
  readonly overlay?: Overlay | undefined;
  readonly overlayLook?: OverlayLook | undefined;
  /** Where the planes meet: the sample of the volume, and the figure of what lies over it. */
  readonly value?: number | undefined;
  readonly overlayValue?: number | undefined;
  /** Where the pointer is, in the volume. */
  readonly pointed?: PointedSample | undefined;
  readonly panes: Readonly<Record<PlaneName, PaneState>>;
}

export type MprElements = Readonly<Record<PlaneName, HTMLDivElement>>;

const MOST_ZOOM = 40;
/** Between two pictures of a volume that is loading: drawing takes time from it. */
const PROGRESS_MS = 300;
/** Window widths grow by this share of themselves for each pixel. */
const WINDOW_SHARE = 0.004;
const thin: Slab = { mode: 'thin', thickness: 10 };

export class MprView {
  readonly volume: Volume;
  readonly #engine: Engine;
  readonly #panes: Readonly<Record<PlaneName, PlaneViewport>>;
  readonly #resizes: ResizeObserver;
  readonly #told = new ToldState(() => this.#stateNow());
  #loaded: LoadedVolume;
  #cross: Cross;
  #looks: Record<PlaneName, Look>;
  #slab = thin;
  #window: Window | undefined;
  #isInverted: boolean;
  #phase = 0;
  #pointed: Vector | undefined;
  #drawnAt = 0;
  #overlay: { terms: Overlay; loaded: LoadedVolume; look: OverlayLook | undefined } | undefined;
  /** All of the volume is seen, and is to be when a pane becomes larger or smaller. */
  #isFit = true;
  #isOpen = false;
  #isClosed = false;

  constructor(engine: Engine, elements: MprElements, volume: Volume) {
    this.volume = volume;
    this.#engine = engine;
    this.#panes = eachPlane((plane) => new PlaneViewport(engine, elements[plane], plane));
    this.#cross = firstCross(volume.geometry);
    this.#looks = this.#looksAtAll();
    this.#isInverted = isDarkHigh(this.#middleElements);
    this.#window = ownWindowOf(this.#middleElements);
    this.#loaded = this.#load();
    this.#resizes = new ResizeObserver(() => this.#resize());
    for (const plane of planeNames) this.#resizes.observe(elements[plane]);
    void this.#open();
  }

  readonly subscribe = this.#told.subscribe;
  readonly get = this.#told.get;

  /** Lets the planes meet elsewhere; the pictures stay where they are. */
  moveTo(point: Vector): void {
    const after = { ...this.#cross, center: kept(this.volume.geometry, point) };
    this.#looks = eachPlane((plane) => lookAfterMove(this.#looks[plane], plane, this.#cross, after));
    this.#cross = after;
    this.#draw();
  }

  /** Lets the planes meet where something is seen in a pane. */
  moveToSpot(plane: PlaneName, spot: Spot): void {
    this.moveTo(this.#panes[plane].pointAt(spot, this.#cross, this.#looks[plane]));
  }

  /** The plane that a measurement was made in, as it was seen then. */
  showPlane(plane: PlaneReference): void {
    this.#isFit = true;
    this.#cross = crossOf(plane);
    this.#looks = this.#looksAtAll();
    this.setPhase(plane.phase);
    this.#draw();
  }

  /** How a plane is looked at. */
  axesOf(plane: PlaneName): PlaneAxes {
    return planeAxes(this.#cross, plane, this.#looks[plane].roll);
  }

  /** Where a point of the patient is seen in a pane, or the one in its plane before or behind which it lies. */
  spotOf(plane: PlaneName, point: Vector): Spot {
    return this.#panes[plane].spotOf(point, this.#cross, this.#looks[plane]);
  }

  /** After the modality LUT, in between as it is drawn; undefined outside of the volume, and while it is not there. */
  readonly sampleAt = (point: Vector): number | undefined =>
    interpolated(this.volume.geometry, (index) => this.#loaded.valueAt(index), point);

  /** Of the samples: UCUM. */
  get unit(): string {
    return unitOf(this.#middleElements, textIn(this.#middleElements, tags.RescaleType));
  }

  /** The pointer is there; in no pane where it is left out. */
  pointTo(plane: PlaneName, spot?: Spot): void {
    this.#pointed = spot && this.#panes[plane].pointAt(spot, this.#cross, this.#looks[plane]);
    this.#told.changed();
  }

  /** Goes through the planes that lie behind each other. @param steps of one distance of samples; behind the screen is more */
  scrollBy(plane: PlaneName, steps: number): void {
    const normal = normalOf(this.#cross, plane);
    const step = stepAlong(this.volume.geometry, normal);
    this.moveTo(along(this.#cross.center, normal, -steps * step));
  }

  /** Turns the two other planes around the normal of one. @param angle radians, to the left on the screen */
  turnIn(plane: PlaneName, angle: number): void {
    this.#cross = turnedIn(this.#cross, plane, angle);
    const look = this.#looks[plane];
    this.#look(plane, { ...look, roll: look.roll - angle });
  }

  /** @param way in pixels of the screen (CSS) */
  pan(plane: PlaneName, [x, y]: Spot): void {
    const look = this.#looks[plane];
    const perPixel = this.#panes[plane].millimetres(look);
    this.#isFit = false;
    this.#look(plane, { ...look, aside: [look.aside[0] - x * perPixel, look.aside[1] + y * perPixel] });
  }

  zoomBy(plane: PlaneName, factor: number): void {
    const look = this.#looks[plane];
    const { halfHeight } = lookAtAll(this.volume.geometry, this.#cross, plane, this.#panes[plane].aspect);
    const wanted = look.halfHeight / factor;
    this.#isFit = false;
    this.#look(plane, {
      ...look,
      halfHeight: Math.min(halfHeight * MOST_ZOOM, Math.max(halfHeight / MOST_ZOOM, wanted)),
    });
  }

  /** All of the volume, in every pane. */
  fit(): void {
    this.#isFit = true;
    this.#looks = this.#looksAtAll(this.#looks);
    this.#draw();
  }

  /** The finest samples of the volume one for one on the pixels of the screen, edges upon edges around where the planes meet. */
  showActualSize(): void {
    const finest = Math.min(...this.volume.geometry.spacing);
    this.#isFit = false;
    this.#looks = eachPlane((plane) => this.#panes[plane].actualSize(finest, this.#looks[plane].roll));
    this.#draw();
  }

  setSlab(slab: Slab): void {
    this.#slab = slab;
    this.#draw();
  }

  setWindow(window: Window): void {
    this.#window = window;
    this.#showWindow();
  }

  /** By hand. @param x wider @param y darker, both in pixels of the screen */
  changeWindow(x: number, y: number): void {
    if (!this.#window) return;
    const { center, width } = this.#window;
    const step = Math.max(this.#leastWindowStep, width * WINDOW_SHARE);
    this.setWindow({ center: center + y * step, width: Math.max(1, width + x * step) });
  }

  /** What the slice in the middle asks for itself. */
  showOwnWindow(): void {
    const window = ownWindowOf(this.#middleElements);
    if (window) this.setWindow(window);
    else this.showFullWindow();
  }

  /** From the darkest to the brightest sample of the slice in the middle. */
  showFullWindow(): void {
    const range = this.#loaded.middleRange();
    if (!range) return;
    this.setWindow(fullWindow(range));
  }

  /** Lays another volume over this one, of the same frame of reference, or takes it away. */
  setOverlay(terms: Overlay | undefined): void {
    if (this.#isClosed) return;
    this.#overlay?.loaded.close();
    this.#overlay = undefined;
    if (terms) {
      const loaded = new LoadedVolume(terms.volume, terms.volume.phases[0]!, () => this.#slicesCame());
      this.#overlay = { terms, loaded, look: undefined };
    }
    void this.#open();
  }

  setOverlayLook(look: OverlayLook): void {
    if (this.#overlay) this.#overlay = { ...this.#overlay, look };
    this.#showOverlay();
  }

  invert(): void {
    this.#isInverted = !this.#isInverted;
    this.#showWindow();
  }

  /** Another of the volumes that lie at one place. @param phase from 0 */
  setPhase(phase: number): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#loaded.close();
    this.#loaded = this.#load();
    void this.#open();
  }

  /** As it was when it was opened. */
  reset(): void {
    this.#isFit = true;
    this.#cross = firstCross(this.volume.geometry);
    this.#looks = this.#looksAtAll();
    this.#slab = thin;
    this.#isInverted = isDarkHigh(this.#middleElements);
    this.showOwnWindow();
    this.#draw();
  }

  close(): void {
    this.#isClosed = true;
    this.#told.close();
    this.#resizes.disconnect();
    for (const plane of planeNames) this.#panes[plane].close();
    this.#loaded.close();
    this.#overlay?.loaded.close();
  }

  /** One where samples are whole numbers. */
  get #leastWindowStep(): number {
    if (this.volume.sampleType.name !== 'Float32Array') return 1;
    const [least, most] = this.#loaded.middleRange() ?? [0, 1];
    return Math.min(1, (most - least) * WINDOW_SHARE);
  }

  get #middleElements(): JsonInstance {
    const { elements } = this.volume.phases[this.#phase]!;
    return elements[elements.length >> 1]!;
  }

  #load(): LoadedVolume {
    return new LoadedVolume(this.volume, this.volume.phases[this.#phase]!, () => this.#slicesCame());
  }

  async #open(): Promise<void> {
    const [loaded, overlay] = [this.#loaded, this.#overlay];
    const volumes = [{ id: loaded.id, spacing: this.volume.geometry.spacing }];
    if (overlay) volumes.push({ id: overlay.loaded.id, spacing: overlay.terms.volume.geometry.spacing });
    await Promise.all(planeNames.map((plane) => this.#panes[plane].open(volumes)));
    if (this.#isClosed || loaded !== this.#loaded || overlay?.loaded !== this.#overlay?.loaded) return;
    this.#isOpen = true;
    this.#showWindow();
    this.#showOverlay();
    this.#draw();
  }

  #slicesCame(): void {
    if (!this.#isOpen) return;
    if (!this.#window) this.showFullWindow();
    if (this.#overlay && !this.#overlay.look) this.#showOverlay();
    const { loaded, count } = this.#loaded;
    const isDue = performance.now() - this.#drawnAt > PROGRESS_MS;
    if (isDue || loaded === count) {
      this.#drawnAt = performance.now();
      for (const plane of planeNames) this.#panes[plane].render();
    }
    this.#told.changed();
  }

  #resize(): void {
    this.#engine.rendering.resize(true, true);
    if (this.#isFit) this.#looks = this.#looksAtAll(this.#looks);
    this.#draw();
  }

  /** @param looks that are turned; straight ones where they are left out */
  #looksAtAll(looks?: Readonly<Record<PlaneName, Look>>): Record<PlaneName, Look> {
    const { geometry } = this.volume;
    return eachPlane((plane) =>
      lookAtAll(geometry, this.#cross, plane, this.#panes[plane].aspect, looks?.[plane].roll),
    );
  }

  #look(plane: PlaneName, look: Look): void {
    this.#looks = { ...this.#looks, [plane]: look };
    this.#draw();
  }

  #draw(): void {
    if (this.#isOpen)
      for (const plane of planeNames) this.#panes[plane].show(this.#cross, this.#looks[plane], this.#slab);
    this.#told.changed();
  }

  #showWindow(): void {
    const window = this.#window;
    if (this.#isOpen && window)
      for (const plane of planeNames) this.#panes[plane].setWindow(window, this.#isInverted, this.#loaded.id);
    this.#told.changed();
  }

  #showOverlay(): void {
    const overlay = this.#overlay;
    const range = overlay?.loaded.middleRange();
    if (this.#isOpen && overlay && range) {
      overlay.look ??= usualLook(overlay.terms, range[1]);
      for (const plane of planeNames)
        this.#panes[plane].paintOverlay(overlay.loaded.id, overlay.terms, overlay.look);
    }
    this.#told.changed();
  }

  #stateNow(): MprState {
    const overlay = this.#overlay;
    const overlaid = overlay?.loaded.valueAt(indexAt(overlay.terms.volume.geometry, this.#cross.center));
    return {
      cross: this.#cross,
      slab: this.#slab,
      window: this.#window,
      isInverted: this.#isInverted,
      phase: this.#phase,
      loaded: this.#loaded.loaded + (overlay?.loaded.loaded ?? 0),
      count: this.#loaded.count + (overlay?.loaded.count ?? 0),
      failure: this.#loaded.failure ?? overlay?.loaded.failure,
      overlay: overlay?.terms,
      overlayLook: overlay?.look,
      value: this.#loaded.valueAt(indexAt(this.volume.geometry, this.#cross.center)),
      pointed: this.#pointedNow(),
      overlayValue: overlaid === undefined ? undefined : overlaid * overlay!.terms.factor,
      panes: eachPlane((plane) => this.#paneNow(plane)),
    };
  }

  #pointedNow(): PointedSample | undefined {
    const point = this.#pointed;
    const value = point && this.#loaded.valueAt(indexAt(this.volume.geometry, point));
    return point && value !== undefined ? { point, value } : undefined;
  }

  #paneNow(plane: PlaneName): PaneState {
    const [pane, look] = [this.#panes[plane], this.#looks[plane]];
    const center = pane.spotOf(this.#cross.center, this.#cross, look);
    return {
      letters: this.volume.geometry.isUnoriented ? noLetters : pane.letters(this.#cross, look),
      millimetres: pane.millimetres(look),
      center,
      lines: planeNames
        .filter((other) => other !== plane)
        .map((other) => ({ plane: other, direction: lineOf(this.#cross, plane, look, other) })),
    };
  }
}

const eachPlane = <T>(make: (plane: PlaneName) => T): Record<PlaneName, T> => ({
  axial: make('axial'),
  coronal: make('coronal'),
  sagittal: make('sagittal'),
});
