/** File systems of the machine: which are there, which should be, and how they fail. */
export { diskError, errnoOf, isFull } from './disk-error.ts';
export type { Mount } from './mount-table.ts';
export { isBelow, realAncestor, realPlace } from './place.ts';
export { requireMounted } from './require-mounted.ts';
