/** What is being done, waits or has ended. */
import { queryOptions } from '@tanstack/react-query';
import type { JobState } from '../../../src/contract/index.ts';
import { api } from './client.ts';

/** Jobs that are looked at: the newest. */
const lookedAt = 200;
/** How often one looks while something runs, and while nothing does, milliseconds: changes are told in between. */
const often = { busy: 10_000, idle: 30_000 } as const;

const unfinished = new Set(['queued', 'waiting', 'paused', 'running']);
export const isUnfinished = ({ state }: { readonly state: string }): boolean => unfinished.has(state);

/** The newest first. */
export const jobs = queryOptions({
  queryKey: ['jobs'],
  queryFn: ({ signal }) => api.jobsList({ limit: lookedAt }, { signal }),
  refetchInterval: ({ state }) => (state.data?.jobs.some(isUnfinished) ? often.busy : often.idle),
});

/** Those that ended in one way, the newest first. */
export const endedJobs = (state: JobState) =>
  queryOptions({
    queryKey: ['jobs', state],
    queryFn: ({ signal }) => api.jobsList({ state, limit: lookedAt }, { signal }),
    refetchInterval: often.busy,
  });
