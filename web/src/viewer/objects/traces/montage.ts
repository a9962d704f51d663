/** What is drawn of what was recorded: channels as they are, or differences between electrodes. */
import type { Channel } from '../../../../../src/waveform/index.ts';
import { electrodeOf } from './electrodes.ts';

export interface Trace {
  readonly label: string;
  /** Index of its channel. */
  readonly channel: number;
  /** Those whose mean is taken from it. */
  readonly minus: readonly number[];
}

export const montages = ['recorded', 'bipolar', 'average'] as const;
export type Montage = (typeof montages)[number];

/** From front to back: the longitudinal bipolar montage of the ACNS, Guideline 3, LB-18.1. */
const chains = [
  ['Fp1', 'F7', 'T7', 'P7', 'O1'],
  ['Fp2', 'F8', 'T8', 'P8', 'O2'],
  ['Fp1', 'F3', 'C3', 'P3', 'O1'],
  ['Fp2', 'F4', 'C4', 'P4', 'O2'],
  ['Fz', 'Cz', 'Pz'],
] as const;

export function tracesOf(channels: readonly Channel[], montage: Montage): Trace[] {
  const electrodes = channels.map(({ label }) => electrodeOf(label));
  if (montage === 'bipolar') return bipolar(electrodes);
  const ofHead = electrodes.flatMap((name, i) => (name === undefined || isEar(name) ? [] : [i]));
  return channels.map(({ label, frequency, unit }, channel) => {
    const isAveraged = montage === 'average' && ofHead.includes(channel);
    const alike = ofHead.filter((i) => channels[i]!.frequency === frequency && channels[i]!.unit === unit);
    return isAveraged
      ? { label: `${electrodes[channel]}-Avg`, channel, minus: alike }
      : { label, channel, minus: [] };
  });
}

/** Whether there are electrodes enough for another montage than the recorded one. */
export const isEeg = (channels: readonly Channel[]): boolean =>
  bipolar(channels.map(({ label }) => electrodeOf(label))).length >= 4;

const isEar = (name: string): boolean => /^[AM]\d/.test(name);

function bipolar(electrodes: readonly (string | undefined)[]): Trace[] {
  return chains.flatMap((chain) =>
    chain.slice(1).flatMap((behind, i) => {
      const [channel, minus] = [electrodes.indexOf(chain[i]), electrodes.indexOf(behind)];
      return channel < 0 || minus < 0 ? [] : [{ label: `${chain[i]}-${behind}`, channel, minus: [minus] }];
    }),
  );
}

/** The samples of a trace: those of its channel without the mean of the others. */
export function samplesOf({ channel, minus }: Trace, samples: readonly Float32Array[]): Float32Array {
  const own = samples[channel] ?? new Float32Array();
  if (minus.length === 0) return own;
  const others = minus.map((i) => samples[i] ?? new Float32Array());
  return own.map((value, i) => {
    let sum = 0;
    for (const other of others) sum += other[i] ?? Number.NaN;
    return value - sum / others.length;
  });
}
