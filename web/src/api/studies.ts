/** What is asked about one study. */
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** A study as a row of a find has all that is kept of it. */
const studyElements = [
  ...['StudyTime', 'PatientBirthDate', 'PatientSex', 'PatientAge', 'AccessionNumber', 'StudyID'],
  ...['ReferringPhysicianName', 'IssuerOfPatientID', 'InstanceAvailability'],
];

/** null where there is none, or none that one may see. */
export const study = (uid: string) =>
  queryOptions({
    queryKey: ['studies', uid],
    queryFn: async ({ signal }) => {
      const match = { StudyInstanceUID: uid };
      const { rows } = await api.find({ match, include: studyElements, limit: 1 }, { signal });
      return rows[0] ?? null;
    },
  });

/** Whose study it is. */
export const personOf = (uid: string) =>
  queryOptions({
    queryKey: ['studies', uid, 'person'],
    queryFn: ({ signal }) => api.studyPerson({ study: uid }, { signal }),
  });

const seriesElements = [
  ...['SeriesDate', 'SeriesTime', 'BodyPartExamined', 'ProtocolName', 'InstitutionName', 'StationName'],
  ...['Manufacturer', 'ManufacturerModelName', 'Laterality'],
];
/** Series that are shown of one study: as many as one answer holds, `maxFindRows` of the contract. */
export const maximumSeries = 10_000;

export const seriesOf = (uid: string) =>
  queryOptions({
    queryKey: ['studies', uid, 'series'],
    queryFn: ({ signal }) =>
      api.find(
        { level: 'series', match: { StudyInstanceUID: uid }, include: seriesElements, limit: maximumSeries },
        { signal },
      ),
  });
