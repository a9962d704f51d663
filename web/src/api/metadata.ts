/** All elements of an instance but bulk data: PS3.18 10.4.1.1.2. */
import { queryOptions } from '@tanstack/react-query';
import { errorOfAnswer } from '../../../src/client/browser.ts';
import type { JsonDataset } from '../../../src/dicom/index.ts';
import { api } from './client.ts';
import { textOf } from './rows.ts';

export interface InstancePlace {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
}

const metadataMs = 300_000;

/** What was said of an instance stays, unless somebody edits it. */
export const metadataOf = ({ study, series, instance }: InstancePlace) =>
  queryOptions({
    queryKey: ['metadata', study, series, instance],
    queryFn: async ({ signal }): Promise<JsonDataset> => {
      const path = `/dicom-web/studies/${study}/series/${series}/instances/${instance}/metadata`;
      const answer = await fetch(path, { headers: { accept: 'application/dicom+json' }, signal });
      if (!answer.ok) throw await errorOfAnswer(answer);
      return ((await answer.json()) as [JsonDataset])[0];
    },
    staleTime: metadataMs,
  });

const pageOfInstances = 1_000;

/** The instances of a series by number; of a long one the first. */
export const instancesOf = (study: string, series: string) =>
  queryOptions({
    queryKey: ['studies', study, 'series', series, 'instances'],
    queryFn: ({ signal }) =>
      api.find(
        {
          level: 'instance',
          match: { StudyInstanceUID: study, SeriesInstanceUID: series },
          limit: pageOfInstances,
        },
        { signal },
      ),
  });

/** What the first instance of a series says. */
export const firstMetadataOf = (study: string, series: string) =>
  queryOptions({
    queryKey: ['metadata', study, series],
    queryFn: async ({ client, signal }): Promise<JsonDataset | null> => {
      const match = { StudyInstanceUID: study, SeriesInstanceUID: series };
      const { rows } = await api.find({ level: 'instance', match, limit: 1 }, { signal });
      const instance = rows[0] && textOf(rows[0], 'SOPInstanceUID');
      return instance === undefined ? null : client.fetchQuery(metadataOf({ study, series, instance }));
    },
    staleTime: metadataMs,
  });
