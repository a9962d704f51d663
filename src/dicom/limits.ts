/** What the parser accepts at most. Over a limit: `dicom/limit`. */
export const limits = {
  /** Sequences inside sequences. */
  sequenceDepth: 64,
  /** Elements of one data set or item, items of one sequence. */
  elements: 250_000,
  /** Elements and items, at all levels, of one value of undefined length; fragments of one pixel data element. */
  walked: 5_000_000,
  /** Bytes before the pixel data that a `HeaderParser` keeps. */
  headerBytes: 64 * 1024 * 1024,
  /** A header element longer than this is passed by, not kept (waveforms, encapsulated documents). */
  bulkBytes: 1024 * 1024,
  /** Bytes that a deflated data set may become. */
  inflatedBytes: 512 * 1024 * 1024,
} as const;
