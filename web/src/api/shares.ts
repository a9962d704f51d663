/** Links that were made, and what one shows to who came by it. */
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

export const shares = queryOptions({
  queryKey: ['shares'],
  queryFn: ({ signal }) => api.sharesList({}, { signal }),
});

/** More than a link for a doctor shows. */
const mostShown = 1_000;

/** The studies of a link, for who came by it: they see no others. */
export const sharedStudies = queryOptions({
  queryKey: ['studies', 'shared'],
  queryFn: ({ signal }) => api.find({ include: ['PatientBirthDate'], limit: mostShown }, { signal }),
});
