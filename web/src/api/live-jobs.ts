/** Jobs as they change, told by the server. */
import { useDocumentVisibility } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ListedJob } from '../../../src/contract/index.ts';
import { isUnfinished, jobs } from './jobs.ts';

/**
 * Listens while something runs and somebody looks: a browser has few connections to one server (six, over HTTP/1.1), and each
 * tab that listens keeps one.
 */
export function useLiveJobs(): void {
  const client = useQueryClient();
  const { data } = useQuery(jobs);
  const isBusy = data?.jobs.some(isUnfinished) === true;
  const isSeen = useDocumentVisibility() === 'visible';
  useEffect(() => {
    if (!isBusy || !isSeen) return;
    const source = new EventSource('/api/jobs/stream');
    // What changed before it was there, or while it was away.
    source.addEventListener('open', () => void client.invalidateQueries({ queryKey: jobs.queryKey }));
    source.addEventListener('job', ({ data: text }: MessageEvent<string>) => {
      const job = JSON.parse(text) as ListedJob;
      client.setQueryData(jobs.queryKey, (before) => before && { jobs: withJob(before.jobs, job) });
      // What it brought or took away is seen elsewhere.
      if (!isUnfinished(job)) void client.invalidateQueries();
    });
    return () => source.close();
  }, [client, isBusy, isSeen]);
}

function withJob(known: readonly ListedJob[], job: ListedJob): ListedJob[] {
  const isKnown = known.some(({ id }) => id === job.id);
  return isKnown ? known.map((each) => (each.id === job.id ? job : each)) : [job, ...known];
}
