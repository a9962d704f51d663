/** Programs of the machine, run within limits. */
export { type BoundedRun, type Ended, runBounded } from './run-bounded.ts';
