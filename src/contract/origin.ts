/**
 * Who sent an item, how and when. The first origin of an instance travels in its own file meta group
 * (PS3.10 7.1: 0002,0016-0018 and the private information 0002,0100/0102); later ones are records.
 */
export interface Origin {
  readonly via: 'dimse' | 'import' | 'upload' | 'stow' | 'wado' | 'watch' | 'recall' | 'demo' | 'edit';
  /** When the first byte was accepted, ISO 8601 in UTC with milliseconds. */
  readonly receivedAt: string;
  /** AE title of the sender, or the name of the person or program that brought it. */
  readonly sender: string;
  /** Network address of the sender, or the path it was imported from. */
  readonly address: string;
  /** The title of ours that was called; empty when it was not a DICOM association. */
  readonly receiver: string;
  /**
   * Of an edit whose data set names no institution: who gave out its PatientID, as what it was made from tells. Absent
   * in edits that were made before edits told.
   */
  readonly domain?: string;
}
