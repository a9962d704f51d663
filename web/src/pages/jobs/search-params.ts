export const shownJobs = ['all', 'unfinished', 'failed', 'done', 'cancelled'] as const;
export type ShownJobs = (typeof shownJobs)[number];

export interface JobsSearch {
  readonly show?: ShownJobs;
}

/** What the address of the page says: which jobs are shown; all without it. */
export function jobsSearch({ show }: Record<string, unknown>): JobsSearch {
  const known = shownJobs.find((each) => each === show);
  return known === undefined || known === 'all' ? {} : { show: known };
}
