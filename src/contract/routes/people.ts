/** Everybody whose images are kept, and their history: what a person's page shows. */
import { z } from 'zod';
import { count, text, uid } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { elsewhereStudy } from './elsewhere.ts';
import { keptFile } from './files.ts';

const patientKey = z.string().min(1).max(512);

/** Patients who are told apart at once: every two of them are kept. */
const mostToldApart = 100;
const differentPeople = z
  .array(z.array(patientKey).min(1))
  .min(2)
  .refine((people) => people.flat().length <= mostToldApart, `has more than ${mostToldApart} patients`);

/** A person, or a patient who belongs to none. */
const somebody = z.object({
  /** null: nobody has said that they are a person. */
  personUid: z.string().nullable(),
  /** What the person is called; for a patient their PatientName, as it was sent. */
  name: z.string().nullable(),
  birthDate: z.string().nullable(),
  sex: z.string().nullable(),
  patients: z.array(z.object({ patientKey: z.string(), patientId: z.string().nullable() })),
  studyCount: count,
  /** The study that is the newest by its date. */
  newest: z.object({ studyDate: z.string(), studyInstanceUid: z.string() }).nullable(),
});
export type Somebody = z.output<typeof somebody>;

const historyStudy = z.object({
  studyInstanceUid: z.string(),
  /** A DA and a TM (PS3.5 Table 6.2-1), as they were sent. */
  studyDate: z.string().nullable(),
  studyTime: z.string().nullable(),
  description: z.string().nullable(),
  modalities: z.array(z.string()),
  /** BodyPartExamined and InstitutionName of its series. */
  bodyParts: z.array(z.string()),
  institutions: z.array(z.string()),
  seriesCount: count,
  instanceCount: count,
});
export type HistoryStudy = z.output<typeof historyStudy>;

export const peopleRoutes = {
  peopleList: {
    method: 'GET',
    path: '/api/people',
    summary: 'Everybody whose images are kept, by name; a person stands for all patients of theirs',
    right: 'find',
    query: z.object({
      /** Words of a name, the beginning of an ID, a birth date or its year: all have to be found. */
      search: text.max(128).default(''),
      /** `beginning`: names, too, begin with them, in their order. That is found at once among millions. */
      where: z.enum(['anywhere', 'beginning']).default('anywhere'),
      limit: z.coerce.number<number>().int().min(1).max(500).default(100),
      offset: z.coerce.number<number>().int().min(0).max(100_000).default(0),
    }),
    result: z.object({ people: z.array(somebody), more: z.boolean() }),
  },
  peopleAlike: {
    method: 'GET',
    path: '/api/people/alike',
    summary:
      'People of the same name, birth date and sex, who may be one person; POST /api/persons says that they are',
    right: 'find',
    query: z.object({ limit: z.coerce.number<number>().int().min(1).max(100).default(20) }),
    result: z.object({ groups: z.array(z.array(somebody)) }),
  },
  peopleDifferent: {
    method: 'POST',
    path: '/api/people/different',
    summary:
      'Say that people who look alike are different ones, each by the keys of their patients, or take that back',
    right: 'edit',
    body: z.object({ people: differentPeople, areDifferent: z.boolean().default(true) }),
    result: z.object({ areDifferent: z.boolean() }),
  },
  studyPerson: {
    method: 'GET',
    path: '/api/studies/:study/person',
    summary: 'Whose study it is',
    right: 'find',
    params: z.object({ study: uid }),
    result: somebody,
  },
  history: {
    method: 'GET',
    path: '/api/history',
    summary:
      'The studies of a person in time, also those that are elsewhere, and the files that are kept beside them',
    right: 'find',
    query: z.object({
      /** One of both. A patient who belongs to a person stands for them. */
      person: z.string().min(1).max(64).optional(),
      patientKey: patientKey.optional(),
    }),
    result: z.object({
      somebody,
      /** The oldest first; those without a date at the end. */
      studies: z.array(historyStudy),
      /** Also those that came since. */
      elsewhere: z.array(elsewhereStudy),
      files: z.array(keptFile),
      /** There are more studies than one answer holds. */
      more: z.boolean(),
    }),
  },
} as const satisfies Record<string, PlainRoute>;
