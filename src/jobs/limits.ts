/** How long a job belongs to the process that took it, unless it says that it still runs; milliseconds. */
export const LEASE_MS = 30_000;
/** It says so this often in the length of a lease. */
export const RENEWALS_PER_LEASE = 3;
/** How often progress is written, milliseconds. */
export const PROGRESS_MS = 1_000;
/** Where other processes may add jobs: how often to look, milliseconds. */
export const POLL_MS = 5_000;
/** Longest sleep when nothing is due, milliseconds; old jobs are then cleaned up. */
export const LONGEST_SLEEP_MS = 3_600_000;
export const DEFAULT_ATTEMPTS = 10;
/** First pause after a failure, and the longest one, milliseconds. */
export const FIRST_PAUSE_MS = 5_000;
export const LONGEST_PAUSE_MS = 3_600_000;
/** Longest one where the program that did the job was ended, milliseconds. */
export const LONGEST_PAUSE_AFTER_OURS_MS = 15_000;
/** Jobs that ended well are forgotten after so many days, dead letters after so many. */
export const KEEP_ENDED_DAYS = 14;
export const KEEP_FAILED_DAYS = 180;
/** Of input, checkpoint and result of one job, as JSON, characters. A selection of 3 x 10,000 UIDs fits. */
export const MAXIMUM_TEXT = 8 * 1024 * 1024;
/** Unfinished jobs of one subject. */
export const MAXIMUM_UNFINISHED = 10_000;
