/** What became of each file that somebody added. */
import type { Problem } from '../../../src/contract/index.ts';

export const outcomes = [
  ...(['stored', 'already-there', 'conflict', 'kept', 'index'] as const),
  ...(['not-dicom', 'broken', 'unreadable', 'missing', 'failed'] as const),
] as const;
/**
 * index: the DICOMDIR of a disc, which says nothing that its images do not. unreadable: this computer could not read it. missing: the index of the disc names it,
 * and it is not there. failed: it did not arrive; it can be sent again.
 */
export type FileOutcome = (typeof outcomes)[number];

export interface FileResult {
  readonly path: string;
  readonly outcome: FileOutcome;
  readonly studyInstanceUid?: string | undefined;
  /** As `reasonOf` says it. */
  readonly reason?: Problem | Error | string | undefined;
  /** Of what is not DICOM: it can be kept as a document. Not there for what was in a zip. */
  readonly file?: File | undefined;
}

/** What people should look at. */
export const isTrouble = ({ outcome }: FileResult): boolean =>
  !['stored', 'already-there', 'kept', 'index', 'not-dicom'].includes(outcome);
