/** A volume as a thing in space: what is seen, and what can be done with it. */
import { Enums, type Types, utilities, type VolumeViewport3D } from '@cornerstonejs/core';
import vtkPlane from '@kitware/vtk.js/Common/DataModel/Plane.js';
import type { Engine } from '../engine/engine.ts';
import type { Failure } from '../engine/failure.ts';
import { type EdgeLetters, edgesInPatient, noLetters } from '../engine/orientation.ts';
import type { Window } from '../engine/presets.ts';
import { ToldState } from '../engine/told-state.ts';
import { along } from '../engine/vectors.ts';
import { type Crop, cuttingPlanes, whole } from './crop.ts';
import { LoadedVolume } from './loaded-volume.ts';
import { fullWindow, ownWindowOf } from './own-window.ts';
import { presetOf, type Rendering } from './rendering-presets.ts';
import { isSlow } from './slow.ts';
import { fromTheFront, radiusOf, rightOf, rolled, type Turntable } from './turntable.ts';
import type { Volume } from './volume-plan.ts';

export interface RenderingState {
  readonly rendering: Rendering;
  readonly crop: Crop;
  readonly letters: EdgeLetters;
  /** For one pixel of the screen (CSS). */
  readonly millimetres: number;
  /** From 0. */
  readonly phase: number;
  /** Slices in memory, of those that there are. */
  readonly loaded: number;
  readonly count: number;
  readonly failure?: Failure | undefined;
}

/** Cornerstone numbers the ways to blend as vtk.js does. */
interface Mapper {
  setBlendMode(mode: Enums.BlendModes): void;
}

const MOST_ZOOM = 40;
/** While a hand turns it, rays are sampled that much more coarsely. */
const COARSE = 3;
/** Where the processor has to draw, they are always. */
const PLAIN_COARSE = 2;
/** Until it is drawn finely again. */
const REST_MS = 200;

let opened = 0;

export class RenderingView {
  readonly volume: Volume;
  readonly #engine: Engine;
  readonly #element: HTMLDivElement;
  readonly #viewport: VolumeViewport3D;
  readonly #resizes: ResizeObserver;
  readonly #told = new ToldState(() => this.#stateNow());
  readonly #first: Rendering;
  #loaded: LoadedVolume;
  #rendering: Rendering;
  #table: Turntable;
  #crop = whole;
  #phase = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #isOpen = false;
  #isClosed = false;

  constructor(engine: Engine, element: HTMLDivElement, volume: Volume, rendering: Rendering) {
    this.volume = volume;
    this.#engine = engine;
    this.#element = element;
    this.#first = rendering;
    this.#rendering = rendering;
    opened += 1;
    const viewportId = `rendering-${opened}`;
    const defaultOptions = { background: [0, 0, 0] as [number, number, number] };
    engine.rendering.enableElement({
      viewportId,
      type: Enums.ViewportType.VOLUME_3D,
      element,
      defaultOptions,
    });
    this.#viewport = engine.rendering.getViewport(viewportId) as VolumeViewport3D;
    this.#table = fromTheFront(volume.geometry, this.#aspect);
    this.#loaded = this.#load();
    this.#resizes = new ResizeObserver(() => {
      engine.rendering.resize(true, true);
      this.#draw();
    });
    this.#resizes.observe(element);
    void this.#open();
  }

  readonly subscribe = this.#told.subscribe;
  readonly get = this.#told.get;

  /** As if it were a ball under the hand. @param x @param y pixels of the screen (CSS) to the right and down */
  roll(x: number, y: number): void {
    this.#table = rolled(this.#table, x, y);
    this.#drawInMotion();
  }

  pan(x: number, y: number): void {
    const { up, middle } = this.#table;
    const perPixel = this.#millimetres;
    const moved = along(along(middle, rightOf(this.#table), -x * perPixel), up, y * perPixel);
    this.#table = { ...this.#table, middle: moved };
    this.#drawInMotion();
  }

  zoomBy(factor: number): void {
    const usual = fromTheFront(this.volume.geometry, this.#aspect).halfHeight;
    const halfHeight = this.#table.halfHeight / factor;
    this.#table = {
      ...this.#table,
      halfHeight: Math.min(usual * MOST_ZOOM, Math.max(usual / MOST_ZOOM, halfHeight)),
    };
    this.#drawInMotion();
  }

  setRendering(rendering: Rendering): void {
    this.#rendering = rendering;
    this.#paint();
  }

  setCrop(crop: Crop): void {
    this.#crop = crop;
    this.#drawInMotion();
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
    this.#table = fromTheFront(this.volume.geometry, this.#aspect);
    this.#crop = whole;
    this.#rendering = this.#first;
    this.#paint();
    this.#draw();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#rest);
    this.#told.close();
    this.#resizes.disconnect();
    this.#engine.rendering.disableElement(this.#viewport.id);
    this.#loaded.close();
  }

  get #aspect(): number {
    return this.#element.clientWidth / Math.max(1, this.#element.clientHeight);
  }

  get #millimetres(): number {
    return (2 * this.#table.halfHeight) / Math.max(1, this.#element.getBoundingClientRect().height);
  }

  /** It is drawn when all of it is there: a part of a thing in space is misleading, and each drawing takes its time. */
  get #isComplete(): boolean {
    return this.#isOpen && this.#loaded.loaded === this.#loaded.count;
  }

  get #actor(): Types.VolumeActor | undefined {
    return this.#viewport.getActors()[0]?.actor as Types.VolumeActor | undefined;
  }

  /** Of the slice in the middle. */
  get #window(): Window | undefined {
    const { elements } = this.volume.phases[this.#phase]!;
    const range = this.#loaded.middleRange();
    const full = range && fullWindow(range);
    return ownWindowOf(elements[elements.length >> 1]!) ?? full;
  }

  #load(): LoadedVolume {
    return new LoadedVolume(this.volume, this.volume.phases[this.#phase]!, () => this.#slicesCame());
  }

  async #open(): Promise<void> {
    const loaded = this.#loaded;
    await this.#viewport.setVolumes([{ volumeId: loaded.id }]);
    if (this.#isClosed || loaded !== this.#loaded) return;
    this.#isOpen = true;
    const mapper = this.#actor?.getMapper();
    for (const _ of cuttingPlanes(this.volume.geometry, whole))
      mapper?.addClippingPlane(vtkPlane.newInstance());
    this.#paint();
    this.#draw();
  }

  #slicesCame(): void {
    if (this.#isComplete) {
      this.#paint();
      this.#draw();
    }
    this.#told.changed();
  }

  /** How samples look. */
  #paint(): void {
    const [actor, window] = [this.#actor, this.#window];
    if (this.#isComplete && actor && window) {
      utilities.applyPreset(actor, presetOf(this.#rendering, window, !isSlow()));
      // None of the presets makes a difference by it, and it takes six more samples for each one.
      actor.getProperty().setUseGradientOpacity(0, false);
      const mapper = actor.getMapper() as Mapper | null;
      const { MAXIMUM_INTENSITY_BLEND, COMPOSITE } = Enums.BlendModes;
      mapper?.setBlendMode(this.#rendering.isMaximum ? MAXIMUM_INTENSITY_BLEND : COMPOSITE);
      this.#viewport.render();
    }
    this.#told.changed();
  }

  #drawInMotion(): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#draw(), REST_MS);
    this.#draw(COARSE);
  }

  #draw(coarseness = 1): void {
    const mapper = this.#actor?.getMapper();
    if (this.#isComplete && mapper) {
      const { normal, up, middle, halfHeight } = this.#table;
      const { geometry } = this.volume;
      this.#viewport.setCamera({
        viewPlaneNormal: [...normal],
        viewUp: [...up],
        position: [...along(middle, normal, 2 * radiusOf(geometry))],
        focalPoint: [...middle],
        parallelScale: halfHeight,
      });
      // Cornerstone takes the first planes of a mapper for those of a slab, and moves them with the camera.
      const planes = mapper.getClippingPlanes();
      for (const [i, { point, normal: inwards }] of cuttingPlanes(geometry, this.#crop).entries()) {
        planes[i]?.setOrigin([...point]);
        planes[i]?.setNormal([...inwards]);
      }
      const [x, y, z] = geometry.spacing;
      mapper.setSampleDistance(((x + y + z) / 6) * coarseness * (isSlow() ? PLAIN_COARSE : 1));
      this.#viewport.render();
    }
    this.#told.changed();
  }

  #stateNow(): RenderingState {
    return {
      rendering: this.#rendering,
      crop: this.#crop,
      letters: this.volume.geometry.isUnoriented
        ? noLetters
        : edgesInPatient(rightOf(this.#table), this.#table.up),
      millimetres: this.#millimetres,
      phase: this.#phase,
      loaded: this.#loaded.loaded,
      count: this.#loaded.count,
      failure: this.#loaded.failure,
    };
  }
}
