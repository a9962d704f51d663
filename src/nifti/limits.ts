export const niftiLimits = {
  /** Of all samples together, unpacked: a browser has to hold them. */
  sampleBytes: 2 ** 30,
  /** Samples along one axis of space: what graphics cards take is less. */
  axis: 8_192,
  /** Volumes at one place: times, directions, statistics. */
  volumes: 20_000,
  /** Between the header and the samples, where extensions stand. */
  gapBytes: 64 * 2 ** 20,
  /** Behind the samples: what is more is not read. */
  tailBytes: 2 ** 20,
} as const;

/** RFC 1951: no byte of deflated data stands for more. */
export const MOST_INFLATION = 1_032;
