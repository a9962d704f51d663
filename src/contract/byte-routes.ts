/**
 * Operations whose request or answer is bytes, not JSON, as data: what the server registers them by and what the
 * description of the API says about them.
 */
import { z } from 'zod';
import { digest, instanceIdentity, selection, text, uid } from './common.ts';
import type { HttpMethod, RouteRight } from './route.ts';
import { byContender } from './routes/conflicts.ts';
import { attachment, keptFile } from './routes/files.ts';
import { byQuarantineId } from './routes/quarantine.ts';
import { defaultExportTemplate } from './routes/transfer.ts';

export interface ByteRoute {
  readonly method: HttpMethod;
  readonly path: string;
  readonly summary: string;
  readonly right: RouteRight;
  /** The right has to reach everything. */
  readonly everything?: true;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** Media types of the request, when it is bytes. */
  readonly consumes?: readonly string[] | 'any';
  /** Media type of the answer. */
  readonly produces: string;
  /** Of an answer in JSON. */
  readonly result?: z.ZodType;
}

/** What became of one instance that was sent. */
const storedInstance = instanceIdentity.extend({
  /** conflict: kept beside the first content of the same identity, and not current. */
  outcome: z.enum(['stored', 'already-there', 'conflict']),
  /** SHA-256 of the data set. */
  sha256: z.string(),
});
export type StoredInstanceAnswer = z.output<typeof storedInstance>;

const zipQuery = z.object({
  /** names: folders and files as people call them. media: the layout of discs, with a DICOMDIR. */
  layout: z.enum(['names', 'media']).default('names'),
  template: text.min(1).default(defaultExportTemplate),
});

/** Not registered with IANA, and what programs that burn discs know. */
export const discImageType = 'application/x-iso9660-image';

export const byteRoutes = {
  openApi: {
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This description of the API (OpenAPI 3.1)',
    right: 'anyone',
    produces: 'application/json',
  },
  docs: {
    method: 'GET',
    path: '/api/docs',
    summary: 'The same as a page for people',
    right: 'anyone',
    produces: 'text/html',
  },
  eventStream: {
    method: 'GET',
    path: '/api/events/stream',
    summary: 'Changes as Server-Sent Events; Last-Event-ID is the cursor to go on after',
    right: 'find',
    query: z.object({ after: z.coerce.number<number>().int().min(0).optional() }),
    produces: 'text/event-stream',
  },
  jobStream: {
    method: 'GET',
    path: '/api/jobs/stream',
    summary:
      'Jobs that one sees as they change, as Server-Sent Events: each `job` is one as /api/jobs lists it',
    right: 'known',
    produces: 'text/event-stream',
  },
  storeInstance: {
    method: 'POST',
    path: '/api/instances',
    summary: 'Store one DICOM file; the answer says that it is durable and findable',
    right: 'store',
    consumes: ['application/dicom', 'application/octet-stream'],
    produces: 'application/json',
    result: storedInstance,
  },
  storeFile: {
    method: 'POST',
    path: '/api/files',
    summary:
      'Keep a file beside images: a report, raw data, a recording. The media type is that of the request, or without one what the file begins and is named as',
    right: 'store',
    everything: true,
    query: z.object({
      name: z.string().min(1).max(255),
      target: attachment.shape.target.optional(),
      uid: attachment.shape.uid.optional(),
    }),
    consumes: 'any',
    produces: 'application/json',
    result: keptFile,
  },
  fileContent: {
    method: 'GET',
    path: '/api/files/:digest/content',
    summary: 'The bytes of a file, to save; Range and If-None-Match as usual',
    right: 'download',
    params: z.object({ digest }),
    produces: 'application/octet-stream',
  },
  filePreview: {
    method: 'GET',
    path: '/api/files/:digest/preview',
    summary: 'The bytes of a file, to show: pictures, PDF and text that are what they say',
    right: 'view',
    params: z.object({ digest }),
    produces: '*/*',
  },
  seriesMosaic: {
    method: 'GET',
    path: '/api/series/:uid/mosaic',
    summary: 'Images from all over a series in one PNG',
    right: 'view',
    params: z.object({ uid }),
    produces: 'image/png',
  },
  contenderFile: {
    method: 'GET',
    path: '/api/conflicts/:id/contents/:digest',
    summary: 'The DICOM file of a content in a conflict, current or not',
    right: 'download',
    everything: true,
    params: byContender,
    produces: 'application/dicom',
  },
  quarantineContent: {
    method: 'GET',
    path: '/api/quarantine/:id/content',
    summary: 'The bytes of a file in quarantine, as they are',
    right: 'administer',
    everything: true,
    params: byQuarantineId,
    produces: 'application/octet-stream',
  },
  studyZip: {
    method: 'GET',
    path: '/api/studies/:study/zip',
    summary: 'A study as a zip',
    right: 'download',
    params: z.object({ study: uid }),
    query: zipQuery,
    produces: 'application/zip',
  },
  zip: {
    method: 'POST',
    path: '/api/zip',
    summary: 'What a selection names as a zip',
    right: 'download',
    body: zipQuery.extend({ selection }),
    produces: 'application/zip',
  },
  download: {
    method: 'GET',
    path: '/api/downloads/:ticket',
    summary: 'What POST /api/downloads made ready, for who asked for it',
    right: 'download',
    params: z.object({ ticket: z.string().min(1).max(64) }),
    produces: 'application/octet-stream',
  },
  studyDisc: {
    method: 'GET',
    path: '/api/studies/:study/iso',
    summary: 'A study as an image of a disc: ISO 9660 and Joliet, with a DICOMDIR',
    right: 'download',
    params: z.object({ study: uid }),
    produces: discImageType,
  },
  disc: {
    method: 'POST',
    path: '/api/iso',
    summary: 'What a selection names as an image of a disc',
    right: 'download',
    body: z.object({ selection }),
    produces: discImageType,
  },
} as const satisfies Record<string, ByteRoute>;
