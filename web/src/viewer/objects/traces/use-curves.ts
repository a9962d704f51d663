/** What is to be drawn of a recording: read as far as it is seen, filtered, in the units of its rows. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  type Annotation,
  type Filtering,
  filtered,
  type Recording,
  type Stretch,
  settling,
} from '../../../../../src/waveform/index.ts';
import type { Curve } from './draw.ts';
import { samplesOf, type Trace } from './montage.ts';
import { millivoltsIn } from './units.ts';

export interface CurvesWanted {
  /** Names the recording among all. */
  readonly id: string;
  readonly recording: Recording;
  readonly traces: readonly Trace[];
  readonly filtering: Filtering;
  /** Seconds. */
  readonly at: number;
  readonly seconds: number;
  /** mm/mV */
  readonly gain: number;
  /** Of a row, mm: traces that are no voltages are made as high. */
  readonly rowHeight: number;
}

export interface Curves {
  /** undefined until it is read. */
  readonly curves: readonly Curve[] | undefined;
  readonly annotations: readonly Annotation[];
  readonly error: unknown;
}

/** Of a row that a trace fills, when nothing says how high it is to be. */
const FILLED = 0.8;
const noAnnotations: readonly Annotation[] = [];

export function useCurves(wanted: CurvesWanted): Curves {
  const { data, error } = useQuery(stretchFor(wanted));
  const { recording, traces, filtering, gain, rowHeight } = wanted;
  const curves = useMemo(
    () => data && traces.map((trace) => curveOf(trace, recording, data, { filtering, gain, rowHeight })),
    [data, recording, traces, filtering, gain, rowHeight],
  );
  return { curves, annotations: data?.annotations ?? noAnnotations, error };
}

/** Reads by screens, and what filters want to know on both sides: small steps ask for nothing. */
function stretchFor({ id, recording, filtering, at, seconds }: CurvesWanted) {
  const margin = settling(filtering);
  const [first, last] = [Math.floor(at / seconds), Math.floor((at + seconds) / seconds)];
  const [from, to] = [Math.max(0, first * seconds - margin), (last + 1) * seconds + margin];
  return {
    queryKey: ['recording', id, from, to],
    queryFn: ({ signal }: { signal: AbortSignal }) => recording.read(from, to, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  };
}

function curveOf(
  trace: Trace,
  { channels }: Recording,
  { from, samples }: Stretch,
  { filtering, gain, rowHeight }: Pick<CurvesWanted, 'filtering' | 'gain' | 'rowHeight'>,
): Curve {
  const { frequency, unit } = channels[trace.channel]!;
  const millivolts = millivoltsIn(unit);
  const own = samplesOf(trace, samples);
  const common = { label: trace.label, frequency, from };
  if (millivolts === undefined) return { ...common, samples: own, ...fitted(own, rowHeight) };
  const drawn = filtered(own, frequency, filtering);
  return { ...common, samples: drawn, scale: millivolts * gain, middle: 0 };
}

/** From the lowest to the highest, in a row. */
function fitted(samples: Float32Array, rowHeight: number): Pick<Curve, 'scale' | 'middle'> {
  let [low, high] = [Infinity, -Infinity];
  for (const value of samples) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(low < high)) return { scale: 1, middle: Number.isFinite(low) ? low : 0 };
  return { scale: (FILLED * rowHeight) / (high - low), middle: (low + high) / 2 };
}
