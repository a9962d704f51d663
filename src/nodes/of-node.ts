import type { ErrorCode, IsocenterError } from '../base/index.ts';

const codes: ReadonlySet<ErrorCode> = new Set([
  ...(['node/unknown', 'net/unreachable', 'net/forbidden', 'config/invalid'] as const),
  ...(['dicomweb/denied', 'dicomweb/no-service', 'dicomweb/busy'] as const),
]);

/** Whether it is what a node fails with whatever it is asked: the next study would fare alike. */
export const isOfNode = (code: ErrorCode): boolean => codes.has(code);

/** Failures one after the other that are no longer of what was asked for, but of the node. */
export const MAXIMUM_IN_A_ROW = 5;

/** Of a node that is asked for study after study: tells what one study met from what all of them would. */
export class StudiesInARow {
  #failed = 0;

  /**
   * Throws what the next study would fare alike with.
   * @param error what came of a study.
   * @param isNamed whether the node has just named its images: then somebody is there.
   */
  note(error: IsocenterError | undefined, isNamed: boolean): void {
    if (!error || !isOfNode(error.code)) {
      this.#failed = 0;
      return;
    }
    if (!mayBeOfStudy(error.code, isNamed) || ++this.#failed >= MAXIMUM_IN_A_ROW) throw error;
  }
}

/** It is too large for whoever stands between and waits (504), or has the node fall over. */
const mayBeOfStudy = (code: ErrorCode, isNamed: boolean): boolean =>
  code === 'dicomweb/busy' || (code === 'net/unreachable' && isNamed);
