/** By what the images of a viewport get their greys. */
import { getShouldUseCPURendering, type StackViewport } from '@cornerstonejs/core';
import type { LookupTable, OfferedVoi } from '../../../../../src/pixels/index.ts';
import { type Curve, curveOfTable } from './curve.ts';
import { drawCurve, drawWindow } from './draw-curve.ts';
import { hasTables, transformsOf } from './image-transforms.ts';

/** The number of a view that each image offers: 0 is what it asks for first. A window is that of the viewport. */
export type GreyChoice = number | 'window' | { readonly curve: Curve };

export const ownGreys: GreyChoice = 0;

const curves = new WeakMap<LookupTable, Curve>();

export class StackGreys {
  readonly #viewport: StackViewport;
  #choice: GreyChoice = ownGreys;
  /** What is drawn by now; undefined: a window. */
  #drawn: { readonly image: string; readonly curve: Curve } | undefined;
  /** Whether that is not what it should be. */
  #isLeftOut = false;
  #isResetting = false;

  constructor(viewport: StackViewport) {
    this.#viewport = viewport;
  }

  get choice(): GreyChoice {
    return this.#choice;
  }

  /** What the image that is seen can be seen as. */
  offered(): readonly OfferedVoi[] {
    const { imageId } = this.#viewport.getCornerstoneImage() ?? {};
    return imageId === undefined ? [] : (transformsOf(imageId)?.vois ?? []);
  }

  /** Undefined where it is no table of the image that the picture is drawn by; its name may be empty. */
  get table(): string | undefined {
    return this.#drawn && typeof this.#choice === 'number' ? this.#table()?.explanation : undefined;
  }

  /** Whether the image has tables that it is not shown by, though nobody chose that. */
  get isTableLeftOut(): boolean {
    const { imageId } = this.#viewport.getCornerstoneImage() ?? {};
    return this.#isLeftOut || (imageId !== undefined && hasTables(imageId) && !transformsOf(imageId));
  }

  /** Whether the picture is inverted stays. Of what is no window, the window is that of each image again. */
  choose(choice: GreyChoice): void {
    const { invert = false } = this.#viewport.getProperties();
    if (choice === 'window') this.#choice = choice;
    else this.reset(choice);
    this.#viewport.setProperties({ invert });
    this.draw();
  }

  /** As the image is inverted of its own. */
  reset(choice: GreyChoice = ownGreys): void {
    this.#choice = choice;
    this.#isResetting = true;
    this.#viewport.resetProperties();
    this.#isResetting = false;
    const curve = this.#curve();
    // What it resets to are the greys of the image that was seen first.
    if (!curve) drawWindow(this.#viewport);
    this.draw();
  }

  /** Somebody moved the window: that is no table any more. */
  windowChanged(): void {
    const isOfImage = !getShouldUseCPURendering() && this.#viewport.getProperties().isComputedVOI;
    if (this.#choice === 'window' || this.#isResetting || isOfImage) return;
    this.#choice = 'window';
    this.draw();
  }

  /** To be done again when there is another image. @returns whether that changed anything */
  draw(): boolean {
    const image = this.#viewport.getCornerstoneImage()?.imageId;
    const curve = this.#curve();
    const before = this.#drawn;
    const isDrawn = curve !== undefined && drawCurve(this.#viewport, curve);
    this.#isLeftOut = curve !== undefined && !isDrawn;
    this.#drawn = isDrawn && image !== undefined ? { curve, image } : undefined;
    if (!isDrawn && before) drawWindow(this.#viewport);
    return before?.curve !== this.#drawn?.curve || before?.image !== this.#drawn?.image;
  }

  #curve(): Curve | undefined {
    if (typeof this.#choice === 'object') return this.#choice.curve;
    const voi = this.#table()?.voi;
    if (!voi || !('table' in voi)) return undefined;
    const curve = curves.get(voi.table) ?? curveOfTable(voi.table);
    curves.set(voi.table, curve);
    return curve;
  }

  /** Of an image that offers fewer, its first. */
  #table(): OfferedVoi | undefined {
    if (typeof this.#choice !== 'number') return undefined;
    const offered = this.offered();
    return [offered[this.#choice], offered[0]].find((one) => one && 'table' in one.voi);
  }
}
