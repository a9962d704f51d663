/** What one conversion may take at the most. */
export const convertLimits = {
  /** Files of one series. */
  files: 100_000,
  /** A conversion that takes longer is ended, s. */
  seconds: 1_800,
  /** Memory of the process that converts, bytes; looked at on Linux only. */
  memoryBytes: 8 * 1024 ** 3,
  /** Input of the built-in dcm2niix, bytes: its memory is addressed with 32 bits and holds a volume several times. */
  builtInBytes: 512 * 1024 ** 2,
  /** Files that come out of one series. */
  outputs: 1_000,
  /** All of them, bytes. */
  outputBytes: 64 * 1024 ** 3,
  /** Asking a program for its version, s. */
  versionSeconds: 20,
} as const;
