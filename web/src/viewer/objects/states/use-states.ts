/** The presentation states of a study. */
import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query';
import { seriesMetadata } from '../../../api/dicom-web.ts';
import { textOf } from '../../../api/rows.ts';
import { seriesFor } from '../../series-query.ts';
import { objectKindOf } from '../object-kind.ts';
import { type PresentationState, readState } from './presentation-state.ts';

/** Of a study; who keeps more of them than anybody looks through finds the others in their series. */
const MAX_SERIES = 32;

/** Those that are read by now. */
export function useStates(study: string): readonly PresentationState[] {
  const { data } = useQuery(seriesFor(study));
  const series = (data?.rows ?? [])
    .filter((row) => textOf(row, 'Modality') === 'PR')
    .map((row) => textOf(row, 'SeriesInstanceUID'));
  return useQueries({
    queries: series.slice(0, MAX_SERIES).map((each) => statesOf(study, each)),
    combine: allOf,
  });
}

const allOf = (results: UseQueryResult<PresentationState[]>[]): PresentationState[] =>
  results.flatMap(({ data }) => data ?? []);

const statesOf = (study: string, series: string) => ({
  queryKey: ['states', study, series],
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const instances = await seriesMetadata(study, series, signal);
    return instances.filter((one) => objectKindOf(one) === 'state').map(readState);
  },
  staleTime: Number.POSITIVE_INFINITY,
});
