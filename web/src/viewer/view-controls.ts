import type { OfferedVoi } from '../../../src/pixels/index.ts';
import type { Window } from './engine/presets.ts';
import type { StackView } from './engine/stack-view.ts';
import type { Reel } from './reel.ts';

/** What can be done with the view of a pane: each kind of view has what makes sense for it, and the tool bar offers that. */
export interface ViewControls {
  /** Of views that others work with by more than these controls. */
  readonly kind?: 'stack';
  /** Of what is shown (PS3.3 C.7.3.1.1.1): windows have names for some. */
  readonly modality: string;
  /** @param index from 0; the nearest that there is */
  goTo?(index: number): void;
  scrollBy?(count: number): void;
  setWindow?(window: Window): void;
  /** What the picture asks for itself. */
  showOwnWindow?(): void;
  /** From the darkest to the brightest sample. */
  showFullWindow?(): void;
  /** Tables and windows that the picture offers by name. */
  offeredViews?(): readonly OfferedVoi[];
  /** @param index among those that are offered */
  showOffered?(index: number): void;
  invert?(): void;
  zoomBy?(factor: number): void;
  fit?(): void;
  showActualSize?(): void;
  /** A quarter turn to the right. */
  rotate?(): void;
  flip?(): void;
  reset?(): void;
  /** Where there are several volumes of one place, one after the other. */
  readonly reel?: Reel | undefined;
}

/** The images of a series, one at a time. */
export const isStack = (view: ViewControls | undefined): view is StackView => view?.kind === 'stack';

/** Of a pane where nothing is seen, and nothing will be. */
export const noControls: ViewControls = { modality: '' };
