/** Programs of the machine, run within limits. */
export { endProcess, residentBytes } from './family.ts';
export { type BoundedRun, type Ended, runBounded } from './run-bounded.ts';
