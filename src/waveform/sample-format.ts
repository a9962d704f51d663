/** How numbers of samples are written: WaveformSampleInterpretation (PS3.3 C.10.9.1.5). */
import { aLaw, muLaw } from './companding.ts';

export interface SampleFormat {
  readonly bytes: number;
  /** Little endian. */
  read(view: DataView, at: number): number;
}

export const sampleFormats: Readonly<Record<string, SampleFormat>> = {
  SB: { bytes: 1, read: (view, at) => view.getInt8(at) },
  UB: { bytes: 1, read: (view, at) => view.getUint8(at) },
  MB: { bytes: 1, read: (view, at) => muLaw(view.getUint8(at)) },
  AB: { bytes: 1, read: (view, at) => aLaw(view.getUint8(at)) },
  SS: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  US: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  SL: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  UL: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
};
