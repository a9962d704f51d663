/** How a recording is written: speed, gain, filters, montage; and what there is to choose from. */
import type { Filtering, Recording } from '../../../../../src/waveform/index.ts';
import { isEeg, type Montage, tracesOf } from './montage.ts';
import { hasTwelveLeads, type SheetLayout } from './sheet.ts';

export interface TraceSettings {
  readonly layout: SheetLayout;
  readonly montage: Montage;
  /** mm/s */
  readonly speed: number;
  /** mm/mV */
  readonly gain: number;
  readonly filtering: Filtering;
}

export type RecordingKind = 'ecg' | 'eeg' | 'other';

export function kindOfRecording({ channels }: Recording): RecordingKind {
  if (isEeg(channels)) return 'eeg';
  const isLead = ({ label }: { label: string }) =>
    /^(I{1,3}|aV[RLF]|V\d{1,2}R?|MCL\d|ECG.*|EKG.*)$/i.test(label);
  return channels.length > 0 && channels.some(isLead) ? 'ecg' : 'other';
}

/** What every kind is usually read with. */
export function usualSettings(recording: Recording): TraceSettings {
  const kind = kindOfRecording(recording);
  const traces = tracesOf(recording.channels, 'recorded');
  return {
    layout: kind === 'ecg' && hasTwelveLeads(traces) ? 'twelveLeads' : 'rows',
    montage: 'recorded',
    ...usual[kind],
  };
}

const usual = {
  ecg: { speed: 25, gain: 10, filtering: {} },
  // 7 µV/mm.
  eeg: { speed: 30, gain: 1_000 / 7, filtering: { highPass: 0.5, lowPass: 70 } },
  other: { speed: 25, gain: 10, filtering: {} },
} as const satisfies Record<RecordingKind, Omit<TraceSettings, 'layout' | 'montage'>>;

/** To choose from. Sensitivities of EEG are said the other way round: microvolts for a millimetre. */
export const choices = {
  ecg: { speeds: [12.5, 25, 50, 100], gains: [5, 10, 20, 40] },
  eeg: { speeds: [15, 30, 60], gains: [3, 5, 7, 10, 15, 20, 30, 50].map((microvolts) => 1_000 / microvolts) },
  other: { speeds: [1, 5, 12.5, 25, 50], gains: [5, 10, 20, 40] },
} as const;

/** Hz. */
export const corners = {
  highPass: { ecg: [0.05, 0.15, 0.5], eeg: [0.1, 0.3, 0.5, 1, 5], other: [0.05, 0.5, 1] },
  lowPass: { ecg: [40, 100, 150], eeg: [15, 30, 35, 70], other: [15, 35, 100] },
  notch: [50, 60],
} as const;
