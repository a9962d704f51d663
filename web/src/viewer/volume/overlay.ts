/** A second volume over the first, in colour: where the activity of a PET is in a CT. */
import type { Types } from '@cornerstonejs/core';
import { type NoSuv, suvOf } from './suv.ts';
import type { Volume } from './volume-plan.ts';

export interface Overlay {
  readonly series: string;
  readonly volume: Volume;
  /** What samples are multiplied with to be figures of the unit. */
  readonly factor: number;
  readonly unit: 'suv' | 'samples';
  /** Where the unit is not SUV, of PET. */
  readonly noSuv?: NoSuv | undefined;
}

export interface OverlayLook {
  /** From 0 to 1, of what is bright. */
  readonly opacity: number;
  /** The figure from which on everything is as bright as it gets, in the unit of the overlay. */
  readonly top: number;
}

/** An SUV that most readers begin with. */
const USUAL_TOP_SUV = 7;
const USUAL_OPACITY = 0.6;
/** Of the top: what is less is seen through, the more the less it is. */
const CLEAR_SHARE = 0.15;

/** Hot Iron (PS3.6 B.1.1): from black over red and orange to white. Shares of the range, then red, green and blue. */
const hotIron = [
  [0, 0, 0, 0],
  [0.5, 1, 0, 0],
  [0.75, 1, 0.5, 0],
  [1, 1, 1, 1],
] as const;

export function overlayOf(series: string, volume: Volume): Overlay {
  const suv = suvOf(volume.phases[0]!.elements);
  return 'factor' in suv
    ? { series, volume, factor: suv.factor, unit: 'suv' }
    : { series, volume, factor: 1, unit: 'samples', noSuv: suv.reason };
}

/** @param brightest sample of the slice in the middle, where it is there */
export const usualLook = ({ unit }: Overlay, brightest: number): OverlayLook => ({
  opacity: USUAL_OPACITY,
  top: unit === 'suv' ? USUAL_TOP_SUV : brightest / 2 || 1,
});

/** Gives an actor its colours. */
export function paint(actor: Types.VolumeActor, { factor }: Overlay, { opacity, top }: OverlayLook): void {
  const upper = top / factor;
  const property = actor.getProperty();
  const colours = property.getRGBTransferFunction(0);
  colours.removeAllPoints();
  for (const [share, red, green, blue] of hotIron) colours.addRGBPoint(share * upper, red, green, blue);
  const opacities = property.getScalarOpacity(0);
  opacities.removeAllPoints();
  opacities.addPoint(0, 0);
  opacities.addPoint(CLEAR_SHARE * upper, opacity);
  opacities.addPoint(upper, opacity);
}
