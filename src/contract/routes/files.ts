/** What is kept beside images: reports, raw data, recordings. */
import { z } from 'zod';
import { count, digest, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { roughDate } from './elsewhere.ts';

/** What a file belongs to. `uid` is the UID of a study or series, the key of a patient, the uid of a person. */
export const attachment = z.object({
  target: z.enum(['person', 'patient', 'study', 'series']),
  uid: z.string().min(1).max(512),
});

/** How a browser can show it without being given anything that it could run; recordings (EDF, BDF) and volumes (NIfTI) are drawn by pages. */
export const previewKind = z.enum(['image', 'pdf', 'text', 'recording', 'volume', 'none']);

export const keptFile = z.object({
  /** SHA-256 of its bytes. */
  digest: z.string(),
  name: z.string(),
  /** Of what it tells, where somebody said so: a year, a month or a day. */
  date: z.string().nullable(),
  mediaType: z.string(),
  preview: previewKind,
  size: count,
  receivedAt: timestamp,
  sender: z.string(),
  collection: z.string().nullable(),
  attachments: z.array(attachment),
});
export type ListedFile = z.output<typeof keptFile>;

const byDigest = z.object({ digest });

export const fileRoutes = {
  filesList: {
    method: 'GET',
    path: '/api/files',
    summary: 'Files beside images, the newest first',
    right: 'find',
    query: z.object({
      target: attachment.shape.target.optional(),
      uid: attachment.shape.uid.optional(),
      limit: z.coerce.number<number>().int().min(1).max(1_000).default(100),
    }),
    result: z.object({ files: z.array(keptFile) }),
  },
  fileShow: {
    method: 'GET',
    path: '/api/files/:digest',
    summary: 'One file, without its bytes',
    right: 'find',
    params: byDigest,
    result: keptFile,
  },
  fileDescribe: {
    method: 'PATCH',
    path: '/api/files/:digest',
    summary: 'Call a file something else, or say which date it tells of; what is left out stays',
    right: 'edit',
    params: byDigest,
    body: z.object({
      name: z.string().trim().min(1).max(255).optional(),
      /** null takes it away. */
      date: roughDate.nullable().optional(),
    }),
    result: keptFile,
  },
  fileTakeIn: {
    method: 'POST',
    path: '/api/files/import',
    summary: 'Keep a file of this machine; for whoever is on it',
    right: 'administer',
    body: z.object({
      /** Absolute path as the server sees it. */
      path: z.string().min(1).max(4_096),
      name: z.string().min(1).max(255),
      /** When left out, what the file begins and is named as. */
      mediaType: z.string().max(255).optional(),
      target: attachment.shape.target.optional(),
      uid: attachment.shape.uid.optional(),
    }),
    result: keptFile,
  },
  fileExport: {
    method: 'POST',
    path: '/api/files/:digest/export',
    summary: 'Write a file to a path of this machine where nothing is yet; for whoever is on it',
    right: 'administer',
    params: byDigest,
    body: z.object({
      /** Absolute path as the server sees it. */
      path: z.string().min(1).max(4_096),
    }),
    result: z.object({ path: z.string(), bytes: count }),
  },
  fileAttach: {
    method: 'POST',
    path: '/api/files/:digest/attach',
    summary: 'Say what a file belongs to',
    right: 'edit',
    params: byDigest,
    body: attachment,
    result: keptFile,
  },
  fileDetach: {
    method: 'POST',
    path: '/api/files/:digest/detach',
    summary: 'Take that back',
    right: 'edit',
    params: byDigest,
    body: attachment,
    result: keptFile,
  },
  filesRemove: {
    method: 'POST',
    path: '/api/files/remove',
    summary: 'Put files in the trash',
    right: 'remove',
    body: z.object({ digests: z.array(digest).min(1).max(1_000), reason: z.string().max(4_096).default('') }),
    result: z.object({
      /** Of the removal, to take it back. */
      id: z.string(),
      files: count,
      bytes: count,
      keptUntil: timestamp.nullable(),
    }),
  },
} as const satisfies Record<string, PlainRoute>;
