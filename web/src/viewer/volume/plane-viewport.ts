/** One plane of a volume on the screen. */
import { Enums, type Types, utilities, type VolumeViewport } from '@cornerstonejs/core';
import type { Engine } from '../engine/engine.ts';
import { type EdgeLetters, edgesInPatient, type Vector } from '../engine/orientation.ts';
import type { Window } from '../engine/presets.ts';
import { along, dot, subtract } from '../engine/vectors.ts';
import { type Overlay, type OverlayLook, paint } from './overlay.ts';
import { type Cross, type Look, middleOf, type PlaneName, planeAxes } from './planes.ts';
import { cut, halfOf, prepare, type Slab } from './slab.ts';

const { toLowHighRange } = utilities.windowLevel;

/** Of the camera from what is cut out: nothing is in perspective, so that it only has to be outside. */
const CAMERA_MM = 1;

let opened = 0;

/** A place in a pane, in pixels of the screen (CSS) from its left upper corner. */
export type Spot = readonly [number, number];

export class PlaneViewport {
  readonly plane: PlaneName;
  readonly #engine: Engine;
  readonly #element: HTMLDivElement;
  readonly #viewport: VolumeViewport;

  constructor(engine: Engine, element: HTMLDivElement, plane: PlaneName) {
    this.plane = plane;
    this.#engine = engine;
    this.#element = element;
    opened += 1;
    const viewportId = `plane-${opened}`;
    const defaultOptions = { background: [0, 0, 0] as [number, number, number] };
    engine.rendering.enableElement({
      viewportId,
      type: Enums.ViewportType.ORTHOGRAPHIC,
      element,
      defaultOptions,
    });
    this.#viewport = engine.rendering.getViewport(viewportId) as VolumeViewport;
  }

  /** Width of the pane, as a share of its height. */
  get aspect(): number {
    return this.#element.clientWidth / Math.max(1, this.#element.clientHeight);
  }

  /** Pixels of the screen (CSS). */
  get height(): number {
    return this.#element.clientHeight;
  }

  /** @param volumes each over the one before */
  async open(volumes: readonly { readonly id: string; readonly spacing: Vector }[]): Promise<void> {
    await this.#viewport.setVolumes(
      volumes.map(({ id, spacing }) => ({
        volumeId: id,
        callback: ({ volumeActor }) => prepare(volumeActor, spacing),
      })),
    );
  }

  /** @param id under which it was opened */
  paintOverlay(id: string, overlay: Overlay, look: OverlayLook): void {
    const entry = this.#viewport.getActors().find(({ referencedId }) => referencedId === id);
    if (entry) paint(entry.actor as Types.VolumeActor, overlay, look);
    this.#viewport.render();
  }

  show(cross: Cross, look: Look, slab: Slab): void {
    const { up, normal } = planeAxes(cross, this.plane, look.roll);
    const middle = middleOf(cross, this.plane, look);
    const distance = halfOf(slab) + CAMERA_MM;
    this.#viewport.setCamera({
      viewUp: [...up],
      viewPlaneNormal: [...normal],
      position: [...along(middle, normal, distance)],
      focalPoint: [...middle],
      parallelScale: look.halfHeight,
    });
    // Cornerstone lets rays begin a kilometre away, where single precision knows distances to a sixteenth of a millimetre.
    this.#viewport
      .getRenderer()
      .getActiveCamera()
      .setClippingRange(0, 2 * distance);
    cut(this.#viewport, slab, normal, cross.center);
    this.#viewport.render();
  }

  setWindow({ center, width }: Window, isInverted: boolean, volume: string): void {
    this.#viewport.setProperties({ voiRange: toLowHighRange(width, center), invert: isInverted }, volume);
    this.#viewport.render();
  }

  render(): void {
    this.#viewport.render();
  }

  close(): void {
    this.#engine.rendering.disableElement(this.#viewport.id);
  }

  letters(cross: Cross, { roll }: Look): EdgeLetters {
    const { right, up } = planeAxes(cross, this.plane, roll);
    return edgesInPatient(right, up);
  }

  /** Millimetres for one pixel of the screen (CSS). */
  millimetres({ halfHeight }: Look): number {
    return (2 * halfHeight) / Math.max(1, this.height);
  }

  /** One sample on one pixel of the screen (device). @param sample its size in millimetres */
  actualSize(sample: number, roll: number): Look {
    const { width, height } = this.#viewport.getCanvas();
    // The middle of an even number of pixels is an edge between two of them.
    const half = (pixels: number) => (pixels % 2 === 0 ? sample / 2 : 0);
    return { aside: [half(width), half(height)], halfHeight: (height * sample) / 2, roll };
  }

  /** In the plane, in millimetres of the patient. */
  pointAt([x, y]: Spot, cross: Cross, look: Look): Vector {
    const { right, up } = planeAxes(cross, this.plane, look.roll);
    const perPixel = this.millimetres(look);
    const [aside, above] = [x - this.#element.clientWidth / 2, this.height / 2 - y];
    return along(along(middleOf(cross, this.plane, look), right, aside * perPixel), up, above * perPixel);
  }

  /** Where a point of the patient is seen, or the one in the plane before or behind which it lies. */
  spotOf(point: Vector, cross: Cross, look: Look): Spot {
    const { right, up } = planeAxes(cross, this.plane, look.roll);
    const way = subtract(point, middleOf(cross, this.plane, look));
    const perPixel = this.millimetres(look);
    return [
      this.#element.clientWidth / 2 + dot(way, right) / perPixel,
      this.height / 2 - dot(way, up) / perPixel,
    ];
  }
}
