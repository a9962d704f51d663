/** From values, after the modality LUT, to brightness (PS3.3 C.11.2). */
import { type LookupTable, lookUp } from './lookup-table.ts';

export type WindowFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

export interface Window {
  readonly center: number;
  readonly width: number;
  readonly function: WindowFunction;
}

/** One of the views that a data set offers. Plain data: workers get it. */
export type Voi = Window | { readonly table: LookupTable };

/** Of what is as bright as it gets; 0 is black. */
export const WHITE = 255;

/** From 0 to 255, not rounded. */
export function brightnessBy(voi: Voi): (value: number) => number {
  if (!('table' in voi)) return windowOf(voi);
  const { table } = voi;
  const scale = WHITE / (2 ** table.bits - 1);
  return (value) => lookUp(table, value) * scale;
}

/** C.11.2.1.2. */
export function windowOf({ center, width, function: form }: Window): (value: number) => number {
  if (form === 'SIGMOID') return (value) => WHITE / (1 + Math.exp((-4 * (value - center)) / width));
  if (form === 'LINEAR_EXACT') return (value) => clamped(((value - center) / width + 0.5) * WHITE);
  if (width <= 1) return (value) => (value > center - 0.5 ? WHITE : 0);
  return (value) => clamped(((value - (center - 0.5)) / (width - 1) + 0.5) * WHITE);
}

const clamped = (value: number): number => Math.max(0, Math.min(value, WHITE));

export function windowFunction(name: string | undefined): WindowFunction {
  return name === 'LINEAR_EXACT' || name === 'SIGMOID' ? name : 'LINEAR';
}
