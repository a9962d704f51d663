/** What people say about what is kept: labels, persons, what is expected, edits. */
import { z } from 'zod';
import { count, elementName, findRow, instanceIdentity, text, timestamp, uid } from '../common.ts';
import { maxMatchKeys } from '../limits.ts';
import type { PlainRoute } from '../route.ts';

const limit = z.coerce.number<number>().int().min(1).max(10_000).default(1_000);
const patientKey = z.string().min(1).max(512);
const patientKeys = z.array(patientKey).min(1).max(1_000);
const labelTarget = z.enum(['patient', 'study', 'series']);
/** Of a study or series its UID, of a patient its key. */
const targetUid = z.string().min(1).max(512);

const label = z.object({
  target: labelTarget,
  uid: z.string(),
  name: z.string(),
  value: z.string(),
  at: timestamp,
  actor: z.string(),
});

const patient = z.object({
  patientKey: z.string(),
  patientId: z.string().nullable(),
  issuerOfPatientId: z.string().nullable(),
  patientName: z.string().nullable(),
  patientBirthDate: z.string().nullable(),
  patientSex: z.string().nullable(),
  studyCount: count,
  /** The person they belong to, if somebody said so. */
  personUid: z.string().nullable(),
});

const person = z.object({ uid: z.string(), name: z.string(), patientKeys: z.array(z.string()) });

const byPerson = z.object({ uid: z.string().min(1).max(64) });

const announcedStudy = {
  studyInstanceUid: uid,
  /** Who said so: a node, a work list, a person. */
  source: text.max(256).default(''),
  seriesCount: count.nullable().default(null),
  instanceCount: count.nullable().default(null),
  /** ISO 8601; when people are to be told that it is missing. */
  deadline: z.string().max(64).nullable().default(null),
};

/** New values by keyword or tag; null empties an element. */
const changes = z
  .record(elementName, text.nullable())
  .refine((all) => Object.keys(all).length > 0, 'changes nothing')
  .refine((all) => Object.keys(all).length <= maxMatchKeys, `has more than ${maxMatchKeys} elements`);
const identity = z.object({ studyInstanceUid: uid, seriesInstanceUid: uid, sopInstanceUid: uid });

/** A content of an instance. */
const revision = z.object({
  digest: z.string(),
  state: z.enum(['original', 'conflict', 'revision']),
  /** Digest of the content that an edit was made from; null for what was sent. */
  madeFrom: z.string().nullable(),
  receivedAt: timestamp,
  size: count,
  current: z.boolean(),
});
export type Revision = z.output<typeof revision>;

export const curationRoutes = {
  labelsList: {
    method: 'GET',
    path: '/api/labels',
    summary: 'Labels of a patient, study or series',
    right: 'find',
    query: z.object({ target: labelTarget, uid: targetUid }),
    result: z.object({ labels: z.array(label) }),
  },
  labelNames: {
    method: 'GET',
    path: '/api/label-names',
    summary: 'Names of labels that studies or their patients have, those that begin so',
    right: 'find',
    query: z.object({
      beginning: text.max(128).default(''),
      limit: z.coerce.number<number>().int().min(1).max(100).default(20),
    }),
    result: z.object({ names: z.array(z.string()) }),
  },
  labelSet: {
    method: 'POST',
    path: '/api/labels',
    summary: 'Set a label, or take it away; one that decides who sees what takes the right on everything',
    right: 'edit',
    body: z.object({
      target: labelTarget,
      uid: targetUid,
      name: text.min(1).max(128),
      /** null takes it away. */
      value: text.nullable(),
    }),
    result: z.object({ labels: z.array(label) }),
  },
  patientsList: {
    method: 'GET',
    path: '/api/patients',
    summary: 'Patients with the keys that tell those with equal IDs apart',
    right: 'find',
    query: z.object({ patientId: text.max(64).optional(), patientKey: patientKey.optional(), limit }),
    result: z.object({ patients: z.array(patient) }),
  },
  personsList: {
    method: 'GET',
    path: '/api/persons',
    summary: 'Persons: patients that somebody said are one, those that one sees',
    right: 'find',
    query: z.object({ limit, after: text.max(64).default('') }),
    result: z.object({ persons: z.array(person) }),
  },
  personMerge: {
    method: 'POST',
    path: '/api/persons',
    summary: 'Say that patients are one person; nothing of the patients changes',
    right: 'edit',
    body: z.object({ name: text.max(256), patientKeys }),
    result: person,
  },
  personShow: {
    method: 'GET',
    path: '/api/persons/:uid',
    summary: 'A person',
    right: 'find',
    params: byPerson,
    result: person,
  },
  personRename: {
    method: 'PATCH',
    path: '/api/persons/:uid',
    summary: 'Call a person something else',
    right: 'edit',
    params: byPerson,
    body: z.object({ name: text.max(256) }),
    result: person,
  },
  personSplit: {
    method: 'POST',
    path: '/api/persons/:uid/split',
    summary: 'Take patients out of a person again',
    right: 'edit',
    params: byPerson,
    body: z.object({ patientKeys }),
    result: z.object({ patientKeys: z.array(z.string()) }),
  },
  expectedList: {
    method: 'GET',
    path: '/api/expected-studies',
    summary: 'Studies that were announced and are not complete, the most urgent first',
    right: 'find',
    query: z.object({ limit, overdue: z.enum(['true', 'false']).default('false') }),
    result: z.object({
      studies: z.array(
        z.object({
          studyInstanceUid: z.string(),
          source: z.string(),
          seriesCount: count.nullable(),
          instanceCount: count.nullable(),
          deadline: z.string().nullable(),
          /** What is there of it. */
          presentSeries: count,
          presentInstances: count,
        }),
      ),
    }),
  },
  expectedAdd: {
    method: 'POST',
    path: '/api/expected-studies',
    summary: 'Announce a study, or correct what was announced',
    right: 'edit',
    body: z.object(announcedStudy),
    result: z.object({ studyInstanceUid: z.string() }),
  },
  expectedEnd: {
    method: 'DELETE',
    path: '/api/expected-studies/:uid',
    summary: 'Say that a study is complete as it is, or will not come',
    right: 'edit',
    params: z.object({ uid }),
    result: z.object({ studyInstanceUid: z.string() }),
  },
  revisionsList: {
    method: 'GET',
    path: '/api/revisions',
    summary: 'All contents of an instance that are kept, and which was made from which, the oldest first',
    right: 'edit',
    query: identity,
    result: z.object({ revisions: z.array(revision) }),
  },
  revisionsCompare: {
    method: 'GET',
    path: '/api/revisions/compare',
    summary: 'The same, with what each of them says: values by keyword, without sequences and bytes',
    right: 'edit',
    query: identity,
    result: z.object({ revisions: z.array(revision.extend({ header: findRow })) }),
  },
  revise: {
    method: 'POST',
    path: '/api/revisions',
    summary: 'Edit an instance; the content it was made from is kept',
    right: 'edit',
    body: identity.extend({ change: changes }),
    result: instanceIdentity.extend({
      outcome: z.enum(['stored', 'already-there', 'conflict']),
      sha256: z.string(),
    }),
  },
  revert: {
    method: 'POST',
    path: '/api/revisions/revert',
    summary: 'Take the newest edit of an instance back',
    right: 'edit',
    body: identity,
    result: instanceIdentity,
  },
} as const satisfies Record<string, PlainRoute>;
