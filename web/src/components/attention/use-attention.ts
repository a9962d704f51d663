/** What waits for somebody, as far as they may know of it. */
import { useQuery } from '@tanstack/react-query';
import type { ListedJob, Status } from '../../../../src/contract/index.ts';
import { jobs as jobsQuery } from '../../api/jobs.ts';
import { serverStatus, stats } from '../../api/queries.ts';
import { useMay } from '../../api/rights.ts';

export interface Attention {
  /** Of the server: told to administrators. */
  readonly problems: Status['problems'];
  /** Images that came with different content. */
  readonly conflicts: number;
  /** Files in quarantine. */
  readonly quarantined: number;
  readonly failed: readonly ListedJob[];
}

export function useAttention(): Attention {
  const may = useMay();
  const counts = useQuery({ ...stats, enabled: may('find') }).data?.counts;
  const status = useQuery({ ...serverStatus, enabled: may('administer') }).data;
  const all = useQuery(jobsQuery).data?.jobs ?? [];
  return {
    problems: status?.problems ?? [],
    conflicts: counts?.conflicts ?? 0,
    quarantined: counts?.quarantined ?? 0,
    failed: all.filter(({ state }) => state === 'failed'),
  };
}

/** How many things that are: images that are in conflict are one. */
export const countOf = ({ problems, conflicts, quarantined, failed }: Attention): number =>
  problems.length + Math.sign(conflicts) + Math.sign(quarantined) + failed.length;
