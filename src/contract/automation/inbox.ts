import { z } from 'zod';
import { text } from '../common.ts';
import { wrong } from './wrong.ts';

/** Where files of an inbox go that could not be taken in, when files go. */
export const notTakenFolder = 'not-taken';

/** A folder directly in another: its name, and no way out. */
const subfolder = z
  .stringFormat(
    'subfolder',
    /^[^/\\.][^/\\]*$/,
    'is no name of a folder: without a slash, and no dot at its beginning',
  )
  .max(128)
  .refine((name) => name !== notTakenFolder, wrong('plan/not-taken-folder'));

/** What becomes of a file that was taken in. `move`: into this folder of the inbox. */
export const inboxTaken = z.union([z.enum(['leave', 'delete']), z.strictObject({ move: subfolder })]);

/** A folder of which every file is taken in once it is whole, as the automation file says it. */
export const inbox = z.strictObject({
  /** Account whose grants say what may be brought in. `local`: who has this machine. */
  owner: text.max(128).default('local'),
  /** Absolute path, below one of the folders that the settings allow. */
  folder: z.string().min(2).max(1_024),
  /** A file is whole when it was the same for so long: longer than who writes there ever pauses. */
  quietSeconds: z.number().min(1).max(86_400).default(30),
  taken: inboxTaken.default('leave'),
  on: z.boolean().default(true),
});
export type InboxDefinition = z.output<typeof inbox>;
