/** What the bar and the keys of the viewer can do with a volume; what goes for one plane alone is done in that plane. */
import { reelOfVolume } from '../reel.ts';
import type { ViewControls } from '../view-controls.ts';
import type { MprView } from './mpr-view.ts';
import type { RenderingView } from './rendering-view.ts';

export const controlsOfPlanes = (view: MprView, modality: string): ViewControls => ({
  modality,
  setWindow: (window) => view.setWindow(window),
  showOwnWindow: () => view.showOwnWindow(),
  showFullWindow: () => view.showFullWindow(),
  invert: () => view.invert(),
  fit: () => view.fit(),
  showActualSize: () => view.showActualSize(),
  reset: () => view.reset(),
  reel: reelOfVolume(view),
});

export const controlsOfSpace = (view: RenderingView, modality: string): ViewControls => ({
  modality,
  zoomBy: (factor) => view.zoomBy(factor),
  reset: () => view.reset(),
  reel: reelOfVolume(view),
});
