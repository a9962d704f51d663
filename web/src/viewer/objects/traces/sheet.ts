/** Where what stands on paper that runs under the pens: strips of traces, in millimetres. */
import type { Trace } from './montage.ts';

export const sheetLayouts = ['twelveLeads', 'rows'] as const;
export type SheetLayout = (typeof sheetLayouts)[number];

/** A part of a trace in its place. */
export interface Strip {
  /** Index of the trace. */
  readonly trace: number;
  /** Seconds from the beginning of what is seen. */
  readonly from: number;
  readonly seconds: number;
  /** Millimetres from the left. */
  readonly x: number;
  /** Millimetres from the top to where nothing (0) is drawn. */
  readonly baseline: number;
  /** Millimetres. */
  readonly height: number;
}

export interface Sheet {
  readonly strips: readonly Strip[];
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
  /** What is seen of the recording. */
  readonly seconds: number;
}

/** In the order of the columns: limb leads, augmented ones, chest leads. */
const columns = [
  ['I', 'II', 'III'],
  ['aVR', 'aVL', 'aVF'],
  ['V1', 'V2', 'V3'],
  ['V4', 'V5', 'V6'],
] as const;
const RHYTHM = 'II';
const COLUMN_SECONDS = 2.5;
/** Millimetres: 1.5 mV to each side at 10 mm/mV. */
const LEAD_HEIGHT = 30;

/** Whether all twelve leads are there, each once in its place. */
export const hasTwelveLeads = (traces: readonly Trace[]): boolean =>
  columns.flat().every((lead) => indexOf(traces, lead) >= 0);

/** 3 x 4 leads of 2.5 s, and below them lead II as long as all of them. @param speed mm/s */
export function twelveLeads(traces: readonly Trace[], speed: number): Sheet {
  const seconds = COLUMN_SECONDS * columns.length;
  const strips = columns.flatMap((leads, column) =>
    leads.map((lead, row) => ({
      trace: indexOf(traces, lead),
      from: column * COLUMN_SECONDS,
      seconds: COLUMN_SECONDS,
      x: column * COLUMN_SECONDS * speed,
      baseline: (row + 0.5) * LEAD_HEIGHT,
      height: LEAD_HEIGHT,
    })),
  );
  const rows = columns[0].length;
  const rhythm = { from: 0, seconds, x: 0, baseline: (rows + 0.5) * LEAD_HEIGHT, height: LEAD_HEIGHT };
  return {
    strips: [...strips, { trace: indexOf(traces, RHYTHM), ...rhythm }],
    width: seconds * speed,
    height: (rows + 1) * LEAD_HEIGHT,
    seconds,
  };
}

/** Every trace as wide as the paper, one below the other. @param size of the paper, mm; @param least height of a row, mm */
export function rows(
  traces: readonly Trace[],
  speed: number,
  size: { readonly width: number; readonly height: number },
  least: number,
): Sheet {
  const height = Math.max(least, size.height / Math.max(1, traces.length));
  const seconds = size.width / speed;
  const strips = traces.map((_, trace) => ({
    ...{ trace, from: 0, seconds, x: 0, height },
    baseline: (trace + 0.5) * height,
  }));
  return { strips, width: size.width, height: traces.length * height, seconds };
}

const indexOf = (traces: readonly Trace[], lead: string): number =>
  traces.findIndex(({ label }) => label.toLowerCase() === lead.toLowerCase());
