/** What waits for somebody, as far as they may know of it. */
import { useQuery } from '@tanstack/react-query';
import type { FetchRequest, ListedJob, Status } from '../../../../src/contract/index.ts';
import { newestNews, waitingCount } from '../../api/fetch-requests.ts';
import { jobs as jobsQuery } from '../../api/jobs.ts';
import { counts as countsQuery, serverStatus } from '../../api/queries.ts';
import { useMay, useMayEverywhere } from '../../api/rights.ts';

export interface Attentions {
  /** Of the server: told to administrators. */
  readonly problems: Status['problems'];
  /** Images that came with different content. */
  readonly conflicts: number;
  /** Files in quarantine. */
  readonly quarantined: number;
  /** Requests to fetch that wait for an administrator. */
  readonly requests: number;
  /** What became of what they asked for themselves: how many there are, and the newest. */
  readonly news: { readonly total: number; readonly requests: readonly FetchRequest[] };
  readonly failed: readonly ListedJob[];
}

const noNews: Attentions['news'] = { total: 0, requests: [] };

export function useAttention(): Attentions {
  const may = useMay();
  const counts = useQuery({ ...countsQuery, enabled: may('find') }).data;
  const status = useQuery({ ...serverStatus, enabled: may('administer') }).data;
  const decides = may('administer');
  // Who asks has their own in memory, which wait for others.
  const requests = useQuery({ ...waitingCount, enabled: decides }).data?.total;
  const asks = useMayEverywhere()('send');
  const news = useQuery({ ...newestNews, enabled: asks }).data;
  const all = useQuery(jobsQuery).data?.jobs ?? [];
  return {
    problems: status?.problems ?? [],
    conflicts: counts?.conflicts ?? 0,
    quarantined: counts?.quarantined ?? 0,
    requests: decides ? (requests ?? 0) : 0,
    news: (asks && news) || noNews,
    failed: all.filter(({ state }) => state === 'failed'),
  };
}

/** How many things that are: images that are in conflict are one, and so are requests. */
export const countOf = ({ problems, conflicts, quarantined, requests, news, failed }: Attentions): number =>
  problems.length +
  news.total +
  Math.sign(conflicts) +
  Math.sign(quarantined) +
  Math.sign(requests) +
  failed.length;
