/** Whose the studies are that were added. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { FindRow, Somebody } from '../../../src/contract/index.ts';
import { api } from './client.ts';
import { textOf } from './rows.ts';

/** Studies that are shown one by one. */
export const shownStudies = 100;
/** UIDs that fit into what one request may match. */
const uidsAtOnce = 50;

export interface ArrivedPerson {
  readonly somebody: Somebody;
  readonly studies: readonly FindRow[];
}

export const arrived = (uids: readonly string[]) =>
  queryOptions({
    queryKey: ['arrived', uids],
    queryFn: async ({ signal }): Promise<ArrivedPerson[]> => {
      const rows: FindRow[] = [];
      for (let at = 0; at < Math.min(uids.length, shownStudies); at += uidsAtOnce) {
        const match = { StudyInstanceUID: uids.slice(at, at + uidsAtOnce).join('\\') };
        rows.push(...(await api.find({ match, limit: uidsAtOnce }, { signal })).rows);
      }
      const groups = Map.groupBy(
        rows,
        (row) =>
          `${textOf(row, 'PatientName')}\n${textOf(row, 'PatientID')}\n${textOf(row, 'IssuerOfPatientID')}`,
      );
      return await Promise.all(
        Array.from(groups.values(), async (studies) => {
          const study = textOf(studies[0]!, 'StudyInstanceUID');
          return { somebody: await api.studyPerson({ study }, { signal }), studies };
        }),
      );
    },
    enabled: uids.length > 0,
    placeholderData: keepPreviousData,
  });
