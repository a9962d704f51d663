/** More of anything in one request is a mistake or an attack. */
export const maxListLength = 10_000;
export const maxMatchKeys = 64;
export const maxTextLength = 4_096;
/** A find answers at most this many rows at once; `offset` gets the next. */
/** Of an account. */
export const maxSavedViews = 50;
export const maxFindRows = 10_000;
