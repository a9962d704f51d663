import { type ErrorCode, IsocenterError } from '../base/index.ts';
import type { FetchedStudy } from './fetch-missing.ts';
import { isOfNode, isOfThisArchive } from './of-node.ts';

/** Failures one after the other that are no longer of what was asked for, but of the node. */
export const MAXIMUM_IN_A_ROW = 5;

/** Of a node that is asked for study after study: tells what one study met from what all of them would. */
export class StudiesInARow {
  #failed = 0;

  /**
   * Throws what the next study would fare alike with: what became of this one has to be told before.
   * @param outcome what became of a study, or why the node could not be asked what it has of it.
   */
  note(outcome: FetchedStudy | IsocenterError): void {
    const isNamed = !(outcome instanceof IsocenterError);
    const error = isNamed ? failureOf(outcome) : outcome;
    if (error && isOfThisArchive(error.code)) throw error;
    if (!error || !isOfNode(error.code)) {
      this.#failed = 0;
      return;
    }
    if (!mayBeOfStudy(error.code, isNamed) || ++this.#failed >= MAXIMUM_IN_A_ROW) throw error;
  }
}

const failureOf = ({ missing, error }: FetchedStudy): IsocenterError | undefined =>
  missing.length > 0 ? error : undefined;

/**
 * It is too large for whoever stands between and waits (504), or has the node fall over.
 * @param isNamed whether the node has just named its images: then somebody is there.
 */
const mayBeOfStudy = (code: ErrorCode, isNamed: boolean): boolean =>
  code === 'dicomweb/busy' || (code === 'net/unreachable' && isNamed);
