/** Programs of the machine, run within limits. */
export { type BoundedRun, type Ended, residentBytes, runBounded } from './run-bounded.ts';
