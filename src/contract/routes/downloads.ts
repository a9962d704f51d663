/** What is taken away as one file: made ready with a request, then fetched by a path, so that a browser writes it to the disk as it comes. */
import { z } from 'zod';
import { count, selection, text, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { defaultExportTemplate } from './transfer.ts';

/**
 * files: a zip of DICOM files with readable names. media: a zip in the layout of discs, with a DICOMDIR. disc: the image of a
 * disc. png, jpeg: a zip of pictures, one for each frame, as the data set says that it is shown. gif: a zip of films, one for the
 * images of a series and one for each image with several frames.
 */
export const downloadForm = z.enum(['files', 'media', 'disc', 'png', 'jpeg', 'gif']);
export type DownloadForm = z.output<typeof downloadForm>;

const names = { selection, template: text.min(1).default(defaultExportTemplate) };

export const downloadRoutes = {
  downloadPrepare: {
    method: 'POST',
    path: '/api/downloads',
    right: 'download',
    givesSecret: true,
    summary:
      'Make a selection ready to be fetched as one file, by a path that is a secret and works for ten minutes',
    body: z.object({
      ...names,
      form: downloadForm.default('files'),
      /** Of the file, without what says its kind. */
      name: text.min(1).max(120).default('images'),
    }),
    result: z.object({
      /** To be fetched with GET by whoever asked. */
      path: z.string(),
      instances: count,
      expiresAt: timestamp,
    }),
  },
  exportNames: {
    method: 'POST',
    path: '/api/export/names',
    right: 'download',
    summary: 'What the first files of a selection would be called',
    body: z.object({
      ...names,
      form: downloadForm.default('files'),
      limit: z.int().min(1).max(50).default(8),
    }),
    result: z.object({ names: z.array(z.string()), instances: count }),
  },
} as const satisfies Record<string, PlainRoute>;
