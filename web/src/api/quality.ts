/** Whether a series is whole and good. */
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

export const seriesQuality = (uid: string) =>
  queryOptions({
    queryKey: ['series', uid, 'quality'],
    queryFn: ({ signal }) => api.seriesQuality({ uid }, { signal }),
  });

/** Images from all over a series in one picture. */
export const mosaicOf = (uid: string): string => `/api/series/${uid}/mosaic`;
