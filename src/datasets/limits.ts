export const datasetLimits = {
  /** Series of one dataset. */
  series: 100_000,
  /** What is noted of one series, bytes. */
  recordBytes: 4 * 1024 ** 2,
  /** The table of names, bytes. */
  mappingBytes: 1024 ** 2,
  /** Entries of it. */
  mappingEntries: 5_000,
  /** What a protocol or a description has to be like: names of 256, with a sign before each of their stars. */
  patternCharacters: 512,
  /** Sidecars, lists of participants and the like, bytes: larger ones are left as they are. */
  textBytes: 16 * 1024 ** 2,
} as const;
