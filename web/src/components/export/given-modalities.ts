/** Whether what is given holds images: reports and documents alone are not called so. */
import { useQueries } from '@tanstack/react-query';
import { valuesOf } from '../../api/rows.ts';
import { study as studyQuery } from '../../api/studies.ts';
import type { Given } from '../given.ts';

/** Studies that are looked at. Of more, some will have images. */
const looked = 4;

/** Of all studies that are given; none while they are not known, or where there are many. */
export function useGivenModalities({ studies }: Given): readonly string[] {
  const isFew = studies.length <= looked;
  const rows = useQueries({ queries: (isFew ? studies : []).map((uid) => studyQuery(uid)) });
  const isKnown = rows.every(({ data }) => data);
  return isKnown ? rows.flatMap(({ data }) => (data ? valuesOf(data, 'ModalitiesInStudy') : [])) : [];
}
