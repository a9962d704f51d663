/** File systems of the machine: which are there, which should be, and how they fail. */
export { diskError, errnoOf } from './disk-error.ts';
export type { Mount } from './mount-table.ts';
export { realAncestor, requireMounted } from './require-mounted.ts';
