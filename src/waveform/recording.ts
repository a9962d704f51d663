/** A recording of signals over time, wherever it is kept: as DICOM (PS3.3 C.10.9), or as EDF, EDF+, BDF. */

export interface Channel {
  /** As the recorder wrote it: "II", "EEG Fp1-Ref", "Resp chest". */
  readonly label: string;
  /** Of the samples, as UCUM or EDF writes it: "mV", "uV", "mm[Hg]"; empty where it does not say. */
  readonly unit: string;
  /** Samples in a second. */
  readonly frequency: number;
}

/** Something that was noted at a moment. */
export interface Annotation {
  /** Seconds from the beginning. */
  readonly at: number;
  /** How long it goes on; 0 where it does not say. */
  readonly seconds: number;
  readonly text: string;
  /** Indexes of the channels that it is about; empty for all. */
  readonly channels: readonly number[];
}

export interface Recording {
  readonly label: string;
  readonly seconds: number;
  readonly channels: readonly Channel[];
  /** Those that are known without reading everything. */
  readonly annotations: readonly Annotation[];
  /** When it began, as far as it says: ISO 8601 without a zone. */
  readonly startedAt: string | undefined;
  /**
   * The samples of all channels from one moment to another (seconds; what is outside of the recording is left out), in the
   * units of the channels, NaN where nothing was recorded. They may begin before `from` and go on after `to`.
   */
  read(from: number, to: number, signal: AbortSignal): Promise<Stretch>;
}

export interface Stretch {
  /** Seconds: where the first samples stand. */
  readonly from: number;
  /** Of each channel. */
  readonly samples: readonly Float32Array[];
  /** Those that were found on the way. */
  readonly annotations: readonly Annotation[];
}

/** Bytes of what a recording is kept in, the end exclusive. */
export type ReadBytes = (start: number, end: number, signal: AbortSignal) => Promise<Uint8Array>;
