/** The audit log, newest first, as far back as one goes. */
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { AuditRecord, CallFor } from '../../../src/contract/index.ts';
import { api } from './client.ts';

/** Records asked for at once. */
const pageLength = 200;
/** Records that are exported at once: as many as the API tells. */
export const mostExported = 100_000;

export type AuditFilter = Pick<
  CallFor<'auditList'>,
  'study' | 'actor' | 'action' | 'outcome' | 'since' | 'until'
>;

export const audit = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: async ({ pageParam, signal }) => {
      const asked = { ...filter, limit: pageLength, ...(pageParam !== null && { before: pageParam }) };
      return (await Array.fromAsync<AuditRecord>(api.auditList(asked, { signal }))).reverse();
    },
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < pageLength ? undefined : page.at(-1)?.sequence),
  });

/** The newest of those that are wanted, oldest first. */
export const auditToExport = (filter: AuditFilter): Promise<AuditRecord[]> =>
  Array.fromAsync<AuditRecord>(api.auditList({ ...filter, limit: mostExported }));
