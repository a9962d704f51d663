/** What becomes of an upload that is complete: a job, so that it is taken in whatever happens. */
import { rm } from 'node:fs/promises';
import { z } from 'zod';
import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import { attachmentTarget, type UploadedFile, type UploadResult } from '../../contract/index.ts';
import type { JobContext, JobKind } from '../../jobs/index.ts';

export const UPLOAD_KIND = 'upload';
const CONCURRENCY = 2;
/** Files told one by one in the result; all are counted. */
const MOST_FILES_TOLD = 10_000;
const PROGRESS_EVERY = 20;

export const uploadInput = z.object({
  /** Where the bytes lie; made by this program, never by who sent them. */
  path: z.string(),
  name: z.string(),
  address: z.string(),
  keep: z.object({ mediaType: z.string().optional(), attachTo: z.array(attachmentTarget) }).optional(),
  documents: z.boolean().optional(),
});
type UploadInput = z.output<typeof uploadInput>;

export function uploadKind(archive: Archive): JobKind<UploadInput> {
  return {
    name: UPLOAD_KIND,
    right: 'store',
    concurrency: CONCURRENCY,
    // What was taken in is there already the second time.
    repeatable: true,
    parse: (input) => uploadInput.parse(input),
    run: (input, context) => takeIn(archive, input, context),
  };
}

/** The bytes go when the result is safe, so a checkpoint with a result means that only that is left to do. */
async function takeIn(archive: Archive, input: UploadInput, context: JobContext): Promise<UploadResult> {
  const result = (context.checkpoint as UploadResult | null) ?? (await unpack(archive, input, context));
  await context.saveCheckpoint(result);
  for (const path of [input.path, `${input.path}.json`]) await rm(path, { force: true });
  return result;
}

async function unpack(archive: Archive, input: UploadInput, context: JobContext): Promise<UploadResult> {
  const { caller, signal, progress } = context;
  const counts: Record<string, number> = {};
  const files: UploadedFile[] = [];
  let done = 0;
  let bytes = 0;
  try {
    for await (const file of archive.importUpload(caller.actor, caller.scope, input, signal)) {
      counts[file.outcome] = (counts[file.outcome] ?? 0) + 1;
      bytes += file.bytes;
      if (files.length < MOST_FILES_TOLD) files.push(file);
      if (++done % PROGRESS_EVERY === 1) progress({ kind: 'progress', done, bytes });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new IsocenterError('archive/not-found', { what: 'upload any more' });
    throw error;
  }
  progress({ kind: 'progress', done, bytes });
  return { counts, files, filesLeftOut: done - files.length };
}
