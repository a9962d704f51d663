/** Work that outlives the program: durable, leased, retried by the class of its failure. */
export {
  type Failure,
  type FailureClass,
  failureOf,
  type Job,
  type JobContext,
  type JobKind,
  waitForChildren,
} from './job.ts';
export { Jobs, type JobsParts, type NewJob, type Viewer } from './jobs.ts';
export type { JobFilter } from './rows.ts';
