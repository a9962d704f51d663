/** Signals over time: DICOM waveforms (PS3.3 C.10.9), EDF, EDF+ and BDF; filters. Runs in a browser, too. */
export { readWaveforms } from './dicom-waveform.ts';
export { type EdfRecording, openEdf } from './edf/edf.ts';
export { type Filtering, filtered, settling } from './filters/index.ts';
export { waveformLimits } from './limits.ts';
export type { Annotation, Channel, ReadBytes, Recording, Stretch } from './recording.ts';
