import { z } from 'zod';
import { aeTitle, text } from '../common.ts';
import { wrong } from './wrong.ts';

const worklist = z.strictObject({
  /** Name of the node that has it. */
  node: z.string().min(1).max(64),
  modality: z.stringFormat('modality', /^[A-Z0-9_ ]{1,16}$/, 'is no modality').optional(),
  /** AE title of the scanner that it is planned for. */
  station: aeTitle.optional(),
});

const csv = z.strictObject({
  /** Absolute path, below one of the folders that the settings allow to take files from. */
  file: z.string().min(2).max(1_024),
  /** Heading of the column with the patient ID. */
  patient: text.min(1).max(256).default('PatientID'),
  /** Heading of the column that says whose IDs these are: Issuer of Patient ID. */
  issuer: text.min(1).max(256).optional(),
  /** Heading of the column with the date; without it all lines are meant. */
  date: text.min(1).max(256).optional(),
});

const code = z.string().min(1).max(16);

/** Earlier studies of the patients who come: from which list, and which of their studies. */
export const priors = z
  .strictObject({
    worklist: z.union([worklist.shape.node.transform((node) => ({ node })), worklist]).optional(),
    csv: csv.optional(),
    /** Patients of studies that have this label. */
    label: text.min(1).max(128).optional(),
    /** Whose list: that of so many days after the run. */
    daysAhead: z.int().min(0).max(30).default(1),
    /** The newest so many of each patient. */
    atMost: z.int().min(1).max(100).default(5),
    years: z.number().min(0.1).max(150).default(10),
    /** Studies that have a series of one of these. */
    modalities: z.array(code).min(1).max(16).optional(),
    /** The same of Body Part Examined; a study that does not say is taken. */
    bodyParts: z.array(code).min(1).max(16).optional(),
  })
  .refine(
    ({ worklist, csv, label }) => [worklist, csv, label].filter((one) => one !== undefined).length === 1,
    wrong('plan/one-of', { words: 'worklist, csv, label' }),
  );
export type PriorsDefinition = z.output<typeof priors>;
