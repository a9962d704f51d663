/** Calls of the C library that Node does not have. */
export { readCached } from './cached-read.ts';
export { libcFunction } from './libc.ts';
export { isOpenForWriting } from './open-for-writing.ts';
