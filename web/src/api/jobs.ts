import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** Jobs that are looked at: the newest. */
const lookedAt = 50;
/** How often one looks while something runs, and while nothing does, milliseconds. */
const often = { busy: 2_000, idle: 30_000 } as const;

const unfinished = new Set(['queued', 'waiting', 'running']);
export const isUnfinished = ({ state }: { readonly state: string }): boolean => unfinished.has(state);

/** What is being done, waits or has ended, the newest first. */
export const jobs = queryOptions({
  queryKey: ['jobs'],
  queryFn: ({ signal }) => api.jobsList({ limit: lookedAt }, { signal }),
  refetchInterval: ({ state }) => (state.data?.jobs.some(isUnfinished) ? often.busy : often.idle),
});
