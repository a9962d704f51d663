export const waveformLimits = {
  /** Channels of one recording. BDF of high density EEG has 256 and some more. */
  channels: 1_024,
  /** Bytes that are read at once: what somebody looks at is less. */
  readBytes: 64 * 2 ** 20,
  /** Samples in a second, of one channel. */
  frequency: 1_000_000,
  annotations: 100_000,
} as const;
