/** Series as NIfTI files: how they are made, and what came of each. */
import { z } from 'zod';
import { count, problem, progress, selection, text } from '../common.ts';
import { maxListLength } from '../limits.ts';
import type { StreamRoute } from '../route.ts';

/** What is not here stays as dcm2niix does it. */
export const conversionOptions = z.strictObject({
  /** Volumes are written as `.nii.gz`, otherwise as `.nii`. */
  compress: z.boolean().default(true),
  /** The JSON file beside a volume: none, without who the patient is, or with all of it. */
  sidecar: z.enum(['none', 'anonymous', 'identified']).default('anonymous'),
  /** Slices become one volume although echo, exposure and the like differ. `auto`: where the modality asks for it. */
  merge: z.enum(['auto', 'always', 'never']).default('auto'),
  /** Derived images, localizers and single slices are left out. */
  skipDerived: z.boolean().default(false),
});
export type ConversionOptions = z.output<typeof conversionOptions>;

/** The dcm2niix that is installed on the machine, or the one that comes with Isocenter: slower, and for series of limited size. */
export const engineKind = z.enum(['installed', 'built-in']);
export type EngineKind = z.output<typeof engineKind>;

/** The notation is that of naming/template.ts; dcm2niix adds what tells the files of a series apart, and `.nii.gz`. */
export const defaultNiftiTemplate =
  '{PatientName|unknown}/{StudyDate|no date} {StudyDescription}/{SeriesNumber:03} {SeriesDescription|Modality}';

/**
 * `converted`; `current`: it had been, and nothing has changed since; `planned`: it would be, in a dry run; `nothing`: it has no images
 * that make a volume; `failed`.
 */
export const seriesState = z.enum(['converted', 'current', 'planned', 'nothing', 'failed']);
export type SeriesState = z.output<typeof seriesState>;

export const convertedSeries = z.object({
  seriesInstanceUid: z.string(),
  state: seriesState,
  /** Below the folder. Of a dry run: the name that files would begin with. */
  files: z.array(z.string()),
  /** What dcm2niix complained of. */
  warnings: z.array(z.string()),
  /** Why it failed, or why there is nothing. */
  reason: problem.optional(),
});
export type ConvertedSeries = z.output<typeof convertedSeries>;

export const niftiItem = z.discriminatedUnion('kind', [
  progress,
  convertedSeries.extend({ kind: z.literal('series') }),
]);
export type NiftiItem = z.output<typeof niftiItem>;

/** Series of one protocol and description in a BIDS dataset, and how they are called there. */
export const namedInDataset = z.object({
  protocol: z.string(),
  description: z.string(),
  series: count,
  /** Who says how: the table of the dataset, the series itself by the ReproIn convention, a guess, or nobody. */
  source: z.enum(['mapping', 'reproin', 'guess', 'none']),
  /** From 0 to 1. */
  confidence: z.number(),
  /** `func-bold_task-rest`, or `skip` for what is left out; null: nobody knows. */
  name: z.string().nullable(),
  /** What it would be if the table said nothing. */
  guess: z.string().nullable(),
  /** What the table says of exactly these. */
  is: z.string().nullable(),
  /** Where one of them is, below the folder, without its end. */
  example: z.string(),
  /** Why some of them are kept aside although they have a name. */
  problem: problem.optional(),
});
export type NamedInDataset = z.output<typeof namedInDataset>;

/** What the BIDS validator says, where it is installed. */
export const datasetVerdict = z.object({
  errors: count,
  warnings: count,
  /** The first of them, errors before warnings. */
  found: z.array(z.string()),
  /** Why it says nothing. */
  failure: problem.optional(),
});
export type DatasetVerdict = z.output<typeof datasetVerdict>;

export const datasetSummary = z.object({
  /** The table in which a person says what guesses do not know, below the folder. */
  mapping: z.string(),
  /** Series with a name, and those that are kept aside. */
  named: count,
  aside: count,
  /** Files of images that had another name before. */
  renamed: count,
  /** What somebody should look at. */
  doubtful: z.array(namedInDataset).max(maxListLength),
  /** When something has changed. */
  verdict: datasetVerdict.optional(),
});
export type DatasetSummary = z.output<typeof datasetSummary>;

export const niftiSummary = z.object({
  /** Where it was written to; absent when it is kept in the archive. */
  folder: z.string().optional(),
  /** How many series are in each state. */
  ...(Object.fromEntries(seriesState.options.map((state) => [state, count])) as Record<
    SeriesState,
    typeof count
  >),
  /** Files that were written. */
  files: count,
  seconds: z.number(),
  /** The first of those that failed; all were in the stream. */
  failures: z.array(convertedSeries).max(maxListLength),
  /** Of all that is in a BIDS dataset now. */
  dataset: datasetSummary.optional(),
});
export type NiftiSummary = z.output<typeof niftiSummary>;

const conversion = {
  selection,
  template: text.min(1).default(defaultNiftiTemplate),
  options: conversionOptions.prefault({}),
  /** Only with this one; otherwise with the installed one where it is. */
  engine: engineKind.optional(),
  /** Say what would be done. */
  dryRun: z.boolean().default(false),
};

export const niftiRoutes = {
  exportNifti: {
    method: 'POST',
    path: '/api/export/nifti',
    right: 'administer',
    summary:
      'Write series as NIfTI files to a folder of this machine; what is there and has not changed is not made again',
    body: z.object({
      ...conversion,
      /** Absolute path as the server sees it; made when it does not exist. */
      folder: text.min(1),
      /** The folder is a BIDS dataset: names are those of BIDS, and the template does not count. */
      bids: z.boolean().default(false),
    }),
    stream: 'ndjson',
    item: niftiItem,
    result: niftiSummary,
  },
  keepNifti: {
    method: 'POST',
    path: '/api/nifti',
    right: 'administer',
    everything: true,
    summary: 'Convert series to NIfTI and keep the files beside them; of the template the last name counts',
    body: z.object(conversion),
    stream: 'ndjson',
    item: niftiItem,
    result: niftiSummary,
  },
} as const satisfies Record<string, StreamRoute>;
