/** Requests that wait: of who asks, and of all. */
export const MAXIMUM_WAITING_OF_ONE = 50;
export const MAXIMUM_WAITING = 1_000;
/** Withdrawn ones of one who asks that are still told. */
export const KEEP_WITHDRAWN_OF_ONE = 20;
/** One that is decided is forgotten after so many days: it says whose images somebody wanted. */
export const KEEP_DECIDED_DAYS = 180;
/** How often old ones are looked for, milliseconds. */
export const LOOK_EVERY_MS = 3_600_000;
/** Of each text that a node answers, characters. */
export const MAXIMUM_ANSWERED = 256;
/** Answers to a question about one study: a node may pass over the question and answer all that it has. */
export const MAXIMUM_ANSWERS = 100;
