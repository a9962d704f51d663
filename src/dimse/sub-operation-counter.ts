import type { CommandSet } from './command-set.ts';
import type { SubOperationResult } from './handlers.ts';
import { type StatusAnswer, statuses } from './status.ts';

/** A pending response per instance would slow fast transfers down; this often is enough for a progress bar. */
const REPORT_EVERY_MS = 250;

/** Counts sub-operations and says what the responses of a C-GET or C-MOVE say. PS3.7 C.4, PS3.4 C.4.2 and C.4.3. */
export class SubOperationCounter {
  readonly failedUids: string[] = [];
  readonly #total: number;
  #completed = 0;
  #failed = 0;
  #warning = 0;
  #reportedAt: number | undefined;
  #firstComment: string | undefined;

  constructor(total: number) {
    this.#total = total;
  }

  add(result: SubOperationResult): void {
    if (result.outcome === 'completed') this.#completed++;
    else if (result.outcome === 'warning') this.#warning++;
    else this.#addFailure(result);
  }

  #addFailure(result: SubOperationResult): void {
    this.#failed++;
    this.#firstComment ??= result.errorComment;
    if (result.sopInstanceUid) this.failedUids.push(result.sopInstanceUid);
  }

  get #remaining(): number {
    return Math.max(0, this.#total - this.#completed - this.#failed - this.#warning);
  }

  /** True for the first sub-operation, and then at most every quarter of a second. */
  isReportDue(now: number): boolean {
    if (this.#remaining === 0) return false;
    if (this.#reportedAt !== undefined && now - this.#reportedAt < REPORT_EVERY_MS) return false;
    this.#reportedAt = now;
    return true;
  }

  pendingAnswer(): StatusAnswer {
    return { status: statuses.pending };
  }

  pendingCounts(): CommandSet {
    return { NumberOfRemainingSuboperations: capped(this.#remaining), ...this.#counts() };
  }

  cancelled(): StatusAnswer {
    return { status: statuses.cancel };
  }

  finalAnswer(): StatusAnswer {
    if (this.#failed === 0) {
      return { status: this.#warning > 0 ? statuses.subOperationsWarning : statuses.success };
    }
    const status =
      this.#completed + this.#warning > 0
        ? statuses.subOperationsWarning
        : statuses.outOfResourcesSuboperations;
    return this.#firstComment ? { status, errorComment: this.#firstComment } : { status };
  }

  /** The remaining count belongs to pending and cancelled responses only. PS3.7 9.3.3.2, 9.3.4.2. */
  finalCounts(wasStopped: boolean): CommandSet {
    return wasStopped ? this.pendingCounts() : this.#counts();
  }

  #counts(): CommandSet {
    return {
      NumberOfCompletedSuboperations: capped(this.#completed),
      NumberOfFailedSuboperations: capped(this.#failed),
      NumberOfWarningSuboperations: capped(this.#warning),
    };
  }
}

/** The counts are two bytes wide. */
const capped = (count: number): number => Math.min(count, 0xffff);
