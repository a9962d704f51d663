/** What the address of a volume that is a file says. */
export const niftiLayouts = ['stack', 'mpr', 'space'] as const;
export type NiftiLayout = (typeof niftiLayouts)[number];

export interface VolumeSearch {
  /** The list of measurements is open. */
  readonly panel?: 'measurements' | undefined;
  /** Three planes where it is left out and that can be; else slice by slice. */
  readonly layout?: NiftiLayout | undefined;
  /** Of those that lie at one place, from 1. Slice by slice only. */
  readonly volume?: number | undefined;
  /** From 1. */
  readonly slice?: number | undefined;
}

const numberFrom1 = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 1 ? Math.floor(value) : undefined;

export const volumeSearch = ({ layout, volume, slice, panel }: Record<string, unknown>): VolumeSearch => ({
  panel: panel === 'measurements' ? panel : undefined,
  layout: niftiLayouts.find((one) => one === layout),
  volume: numberFrom1(volume),
  slice: numberFrom1(slice),
});
