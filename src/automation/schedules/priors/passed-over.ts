import { asIsocenterError, type ErrorCode, IsocenterError } from '../../../base/index.ts';
import { isOfEverything, MAXIMUM_IN_A_ROW } from '../../../nodes/index.ts';

/** Patients of a list whom a search went past, and why. */
export class PassedOver {
  /** Patients of the list. */
  total = 0;
  readonly #passed: { readonly number: number; readonly error: IsocenterError }[] = [];
  #leftOut: IsocenterError | undefined;

  /** Throws what is not of one patient alone. @param number of the patient in the list, the first is 1 */
  add(number: number, cause: unknown): void {
    const error = asIsocenterError(cause);
    if (isOfAll(error.code) || this.#areAllLast(number)) throw error;
    this.#passed.push({ number, error });
  }

  /** A limit was reached, and what is behind it is not looked at. */
  leaveOut(error: IsocenterError): void {
    this.#leftOut ??= error;
  }

  /** What is said of them all: `schedule/unanswered` when asking again may help. */
  get error(): IsocenterError | undefined {
    const count = this.#passed.length;
    const unanswered = this.#passed.find(({ error }) => !error.code.startsWith('schedule/'));
    if (unanswered)
      return new IsocenterError(
        'schedule/unanswered',
        { total: this.total, count, reason: unanswered.error.message },
        unanswered.error,
      );
    const [first] = this.#passed;
    if (!first) return this.#leftOut;
    const { number, error } = first;
    return new IsocenterError(
      'schedule/passed-over',
      { total: this.total, count, number, reason: error.message },
      error,
    );
  }

  #areAllLast(number: number): boolean {
    const last = this.#passed.slice(1 - MAXIMUM_IN_A_ROW);
    return (
      last.length === MAXIMUM_IN_A_ROW - 1 &&
      last.every(
        ({ error }, index) =>
          !error.code.startsWith('schedule/') && last[index]!.number === number - last.length + index,
      )
    );
  }
}

/** A node that is too busy (503, 504) may be so for one patient with many studies: those in a row tell. */
const isOfAll = (code: ErrorCode): boolean => code === 'cancelled' || isOfEverything(code);
