import { useMemo } from 'react';
import type { Trace } from './montage.ts';
import { hasTwelveLeads, rows, type Sheet, twelveLeads } from './sheet.ts';
import type { TraceSettings } from './trace-settings.ts';

/** As CSS has it: 96 pixels for 25.4 mm. Real screens differ; the paper behind the traces says what is what. */
const PIXELS_PER_MILLIMETRE = 96 / 25.4;
/** A page is made larger, up to this, where there is room. */
const LARGEST = PIXELS_PER_MILLIMETRE * 1.5;
/** Narrower rows cannot be told apart, mm. */
const LEAST_ROW = 7;

export interface SizedSheet {
  readonly sheet: Sheet;
  /** CSS pixels. */
  readonly pixelsPerMillimetre: number;
}

/** @param width @param height of the place for it, CSS pixels */
export function useSheet(
  traces: readonly Trace[],
  { layout, speed }: TraceSettings,
  width: number,
  height: number,
): SizedSheet {
  return useMemo(() => {
    if (layout === 'twelveLeads' && hasTwelveLeads(traces)) {
      const sheet = twelveLeads(traces, speed);
      const fitting = Math.min(width / sheet.width, height / sheet.height);
      return { sheet, pixelsPerMillimetre: Math.min(LARGEST, fitting) };
    }
    const size = { width: width / PIXELS_PER_MILLIMETRE, height: height / PIXELS_PER_MILLIMETRE };
    return { sheet: rows(traces, speed, size, LEAST_ROW), pixelsPerMillimetre: PIXELS_PER_MILLIMETRE };
  }, [traces, layout, speed, width, height]);
}
