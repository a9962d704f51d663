/** Links that were made, and what one shows to who came by it. */
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

export const shares = queryOptions({
  queryKey: ['shares'],
  queryFn: ({ signal }) => api.sharesList({}, { signal }),
});

/** Studies whose names are told. */
const namedStudies = 50;

/** Every look at what a link shows, and the studies that were looked at. */
export const looks = (id: string) =>
  queryOptions({
    queryKey: ['shares', id, 'looks'],
    queryFn: async ({ signal }) => {
      const told = await api.shareLooks({ id }, { signal });
      const uids = [...new Set(told.looks.flatMap(({ studies }) => studies))].slice(0, namedStudies);
      const match = { StudyInstanceUID: uids.join('\\') };
      const named = uids.length > 0 ? await api.find({ match, limit: uids.length }, { signal }) : undefined;
      return { ...told, studies: named?.rows ?? [] };
    },
  });

/** More than a link for a doctor shows. */
const mostShown = 1_000;

/** The studies of a link, for who came by it: they see no others. */
export const sharedStudies = queryOptions({
  queryKey: ['studies', 'shared'],
  queryFn: ({ signal }) => api.find({ include: ['PatientBirthDate'], limit: mostShown }, { signal }),
});
