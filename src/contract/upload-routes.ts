/**
 * Resumable uploads as data. The protocol is tus 1.0 (https://tus.io/protocols/resumable-upload) with its extensions
 * creation, creation-with-upload and termination; a library speaks it, this is what the description of the API says.
 */
import { z } from 'zod';
import { count, problem } from './common.ts';
import type { HttpMethod, RouteRight } from './route.ts';

export interface UploadRoute {
  readonly method: HttpMethod | 'HEAD' | 'OPTIONS';
  readonly path: string;
  readonly summary: string;
  readonly right: RouteRight;
  readonly params?: z.ZodObject;
  /** Of the request. */
  readonly headers: z.ZodObject;
  /** Media type of the request; absent where it has no body. */
  readonly consumes?: string;
  /** Of the answer when it went well. */
  readonly status: number;
  readonly answerHeaders: z.ZodObject;
}

/** What became of one file. Something that is there already is no failure, and no second one. */
export const uploadedFile = z.object({
  /** The name of the upload and, in a zip or a disc image, the path there. */
  path: z.string(),
  outcome: z.enum(['stored', 'already-there', 'conflict', 'kept', 'not-dicom', 'broken']),
  bytes: count,
  studyInstanceUid: z.string().optional(),
  sopInstanceUid: z.string().optional(),
  sha256: z.string().optional(),
  /** Of what is not DICOM, where its beginning and name say it: it can be sent again to be kept. */
  mediaType: z.string().optional(),
  /** Why it is broken. */
  reason: problem.optional(),
});
export type UploadedFile = z.output<typeof uploadedFile>;

/** The result of the job that takes an upload in. */
export const uploadResult = z.object({
  /** By outcome. */
  counts: z.record(z.string(), count),
  files: z.array(uploadedFile),
  /** Of an upload with very many: those that are counted and not told. */
  filesLeftOut: count,
});
export type UploadResult = z.output<typeof uploadResult>;

export const uploadsPath = '/api/uploads';

const one = `${uploadsPath}/:id`;
const params = z.object({
  id: z.string().describe('The last part of the Location that the upload was given'),
});
const bytes = z.coerce.number().int().min(0);
const version = { 'Tus-Resumable': z.literal('1.0.0') };
const offset = { 'Upload-Offset': bytes.describe('How many bytes are there') };
const job = {
  'Isocenter-Job': z
    .string()
    .optional()
    .describe('Once all bytes are there: the job that takes them in, at /api/jobs/{id}'),
};
const abilities = z.object({
  'Tus-Version': z.string(),
  'Tus-Extension': z.string(),
  'Tus-Max-Size': bytes,
});
const partType = 'application/offset+octet-stream';

export const uploadRoutes = {
  uploadBegin: {
    method: 'POST',
    path: uploadsPath,
    summary: 'Begin an upload (tus); the first bytes may come along',
    right: 'store',
    headers: z.object({
      ...version,
      'Upload-Length': bytes.describe('Of the whole upload'),
      'Upload-Metadata': z
        .string()
        .optional()
        .describe(
          'Pairs of a name and a value in base64, with commas between: filename, filetype; keep (true) keeps it as a file; target and uid attach it',
        ),
    }),
    consumes: partType,
    status: 201,
    answerHeaders: z.object({ ...version, Location: z.string(), ...job }),
  },
  uploadsOptions: {
    method: 'OPTIONS',
    path: uploadsPath,
    summary: 'Versions and extensions of the protocol that the server has (tus)',
    right: 'store',
    headers: z.object({}),
    status: 204,
    answerHeaders: abilities,
  },
  uploadState: {
    method: 'HEAD',
    path: one,
    summary: 'How far an upload is (tus)',
    right: 'store',
    params,
    headers: z.object(version),
    status: 200,
    answerHeaders: z.object({ ...version, ...offset, 'Upload-Length': bytes }),
  },
  uploadPart: {
    method: 'PATCH',
    path: one,
    summary: 'Send the next bytes of an upload (tus)',
    right: 'store',
    params,
    headers: z.object({ ...version, ...offset }),
    consumes: partType,
    status: 204,
    answerHeaders: z.object({ ...version, ...offset, ...job }),
  },
  uploadEnd: {
    method: 'DELETE',
    path: one,
    summary: 'Give an unfinished upload up (tus)',
    right: 'store',
    params,
    headers: z.object(version),
    status: 204,
    answerHeaders: z.object(version),
  },
  uploadOptions: {
    method: 'OPTIONS',
    path: one,
    summary: 'The same as for all uploads (tus)',
    right: 'store',
    params,
    headers: z.object({}),
    status: 204,
    answerHeaders: abilities,
  },
} as const satisfies Record<string, UploadRoute>;
