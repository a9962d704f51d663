/** Studies that are known to be somewhere else: films, images at a clinic. They stand for themselves until the images come. */
import { z } from 'zod';
import { digest, text, uid } from '../common.ts';
import type { PlainRoute } from '../route.ts';

/** A year, a month of one, or a day: 2011, 201103, 20110324. Films and memories know no more. */
export const roughDate = z
  .string()
  .regex(/^(1[89]|20)\d\d((0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?)?$/, 'is no year, month or day');

const told = {
  patientKey: z.string().min(1).max(512),
  date: roughDate.nullable().default(null),
  /** PS3.3 C.7.3.1.1.1: CT, MR, CR; null where nobody knows. */
  modality: z
    .string()
    .regex(/^[A-Z0-9_ ]{1,16}$/, 'is no modality')
    .nullable()
    .default(null),
  bodyPart: text.max(64).default(''),
  /** Where it is: a clinic, a drawer. */
  place: text.max(256).default(''),
  note: text.default(''),
  /** A picture of the film, kept as a file: its digest. */
  photo: digest.length(64).nullable().default(null),
  /** The study that it is, once its images are here. */
  studyInstanceUid: uid.nullable().default(null),
  /** Studies that it is not, though they are of that time: nobody has to be asked again. */
  notStudies: z.array(uid).max(1_000).default([]),
};

/** Made by who tells of it, so that telling it again makes no second one. */
const itsUid = z.uuid();

export const elsewhereStudy = z.object({ uid: itsUid, ...told });
export type ElsewhereStudy = z.output<typeof elsewhereStudy>;

export const elsewhereRoutes = {
  elsewhereList: {
    method: 'GET',
    path: '/api/elsewhere',
    summary: 'Studies of a patient that are known to be somewhere else, the oldest first',
    right: 'find',
    query: z.object({ patientKey: told.patientKey }),
    result: z.object({ studies: z.array(elsewhereStudy) }),
  },
  elsewherePut: {
    method: 'POST',
    path: '/api/elsewhere',
    summary: 'Say that a study is somewhere else, correct that, or say which study it is now that it came',
    right: 'edit',
    body: elsewhereStudy,
    result: elsewhereStudy,
  },
  elsewhereRemove: {
    method: 'DELETE',
    path: '/api/elsewhere/:uid',
    summary: 'Take that back',
    right: 'edit',
    params: z.object({ uid: itsUid }),
    result: elsewhereStudy,
  },
} as const satisfies Record<string, PlainRoute>;
