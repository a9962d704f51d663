import { z } from 'zod';
import { text } from '../common.ts';
import { conversionOptions } from '../routes/nifti.ts';
import { condition } from './condition.ts';
import { wrong } from './wrong.ts';

export const treeName = z.stringFormat(
  'name',
  /^[a-z0-9][a-z0-9._-]{0,63}$/,
  'is no name: small letters, digits, dot, dash and underscore',
);

/**
 * How a file of a tree has its bytes. copy: its own; they share space with ours where the file system can do that. A
 * link is the file of the archive itself, so nobody else may be able to write there.
 */
export const treeForm = z.enum(['copy', 'hard link', 'symbolic link']);
export type TreeForm = z.output<typeof treeForm>;

/** Which files a tree has: images as they are, or series as NIfTI volumes with what belongs to them, or both. */
export const treeContents = z.enum(['dicom', 'nifti', 'both']);
export type TreeContents = z.output<typeof treeContents>;

/** `0640` */
const mode = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((digits) => /^0?[0-7]{3}$/.test(digits), wrong('plan/no-mode'))
  .transform((digits) => Number.parseInt(digits, 8));

/** A live view of the archive as folders, as the automation file says it. */
export const tree = z.strictObject({
  /** Account whose grants say what is in it. `local`: who has this machine. */
  owner: text.max(128).default('local'),
  /** Absolute path, below one of the folders that the settings allow. */
  folder: z.string().min(2).max(1_024),
  /** See naming/template.ts. */
  names: z.string().min(1).max(1_000),
  /** What has to be true of an image. */
  if: condition.optional(),
  contents: treeContents.default('dicom'),
  /** How series become volumes. */
  options: conversionOptions.prefault({}),
  form: treeForm.default('copy'),
  /** How long a file stays after its image went from the archive, days. */
  keepDays: z.number().min(0).max(3_650).default(1),
  fileMode: mode.optional(),
  folderMode: mode.optional(),
  /** Number of the group that its files and folders belong to. */
  group: z.int().min(0).max(0xffff_fffe).optional(),
  on: z.boolean().default(true),
});
export type TreeDefinition = z.output<typeof tree>;
