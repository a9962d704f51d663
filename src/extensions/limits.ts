/** Extensions of one archive. */
export const MAXIMUM_EXTENSIONS = 50;
/** Links of one extension: a page has room for a few. */
export const MAXIMUM_LINKS = 10;
/** Files of one extension, and their bytes. */
export const MAXIMUM_FILES = 500;
export const MAXIMUM_BYTES = 32 * 1024 * 1024;

/** How long loading one may take, and one question, milliseconds. How long an action may take stands in the automation file. */
export const LOAD_MS = 10_000;
export const QUESTION_MS = 10_000;
/** A process that has nothing to do ends after this time, milliseconds. */
export const IDLE_MS = 60_000;

/** Longest line that a process may send us, bytes. */
export const MAXIMUM_REPLY = 1024 * 1024;
/** What it may print in a minute, bytes. Who prints more seems to do nothing else. */
export const MAXIMUM_PRINTED = 8 * 1024 * 1024;
/** Lines of what it printed that are kept, and their length, characters. */
export const KEPT_LINES = 200;
export const LONGEST_LINE = 500;
/** Calls that wait for one process. */
export const MAXIMUM_WAITING = 1_000;

/** Of memory that is not the heap of its program: Node itself, and buffers; bytes. */
export const MEMORY_BESIDE_HEAP = 256 * 1024 * 1024;
/** How often memory is looked at, milliseconds. */
export const WATCH_MS = 250;

/** One whose process ended so often within this time rests until the time is over. */
export const MAXIMUM_ENDS = 5;
export const ENDS_WITHIN_MS = 10 * 60_000;

/** Longest reason that is kept of an error, characters. */
export const LONGEST_REASON = 1_000;
