/** Links that let somebody without an account see something. */
import { z } from 'zod';
import { count, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { grantTerms, rulesScope } from './access.ts';

const newShare = z.strictObject({
  /** Shown to whoever opens it. */
  title: z.string().trim().max(200).default(''),
  scope: rulesScope,
  expiresAt: z.iso.datetime(),
  /** A code besides the link, for one browser. */
  withCode: z.boolean().default(false),
  /** To be looked at, not to be taken away as files. */
  viewOnly: z.boolean().default(false),
  /** Pictures alone, without name and identifiers of the patient; to be looked at, not to be taken away. */
  hidesIdentity: z.boolean().default(false),
});
export type NewShare = z.output<typeof newShare>;

const maxFilesOfLink = 1_000_000;
const maxBytesOfLink = 2 ** 50;

const newUploadLink = z.strictObject({
  /** Shown to whoever opens it. */
  title: z.string().trim().max(200).default(''),
  /** Where everything goes. */
  collection: z.string().min(1).max(256),
  expiresAt: z.iso.datetime(),
  withCode: z.boolean().default(false),
  /** Files at most, zips counting as one; a file that was given up counts. */
  maxFiles: z.int().min(1).max(maxFilesOfLink).default(10_000),
  /** Bytes at most. */
  maxBytes: z.int().min(1).max(maxBytesOfLink).default(100_000_000_000),
});
export type NewUploadLink = z.output<typeof newUploadLink>;

const listedShare = z.object({
  id: z.string(),
  title: z.string(),
  scope: grantTerms.shape.scope,
  expiresAt: timestamp.nullable(),
  /** It opens nothing since then; that can be taken back. */
  revokedAt: timestamp.nullable(),
  hasCode: z.boolean(),
  /** Shows, and gives no files. */
  viewOnly: z.boolean(),
  /** Does not say whose images it shows. */
  hidesIdentity: z.boolean(),
  /** How often a browser opened it, and when the last did. */
  opened: z.object({ times: count, lastAt: timestamp.nullable() }),
  /** Of a link to send something: what it takes at most, and what was begun. */
  upload: z.object({ maxFiles: z.int(), maxBytes: z.int(), files: z.int(), bytes: z.int() }).nullable(),
  createdAt: timestamp,
  createdBy: z.string(),
});
export type ListedShare = z.output<typeof listedShare>;

const createdShare = listedShare.extend({
  /** Path and fragment of the link; shown this once. */
  path: z.string(),
  /** To be told in another way than the link. */
  code: z.string().nullable(),
});
export type CreatedShare = z.output<typeof createdShare>;

/** Once that somebody came by a link. */
const look = z.object({
  /** When it began and ended: nothing was asked for half an hour before and after. */
  from: timestamp,
  to: timestamp,
  address: z.string(),
  /** In their order, each once; `refused` is who had a wrong secret or code, or came too late. */
  did: z.array(z.enum(['opened', 'viewed', 'downloaded', 'sent', 'refused'])),
  /** Studies that it was about, as far as requests name them. */
  studies: z.array(z.string()),
});
export type Look = z.output<typeof look>;

const shareLooks = z.object({
  /** The last first. */
  looks: z.array(look),
  /** Whether these are all since the link was made. */
  isComplete: z.boolean(),
});
export type ShareLooks = z.output<typeof shareLooks>;

const byId = z.object({ id: z.string().min(1).max(64) });

export const shareRoutes = {
  shareCreate: {
    method: 'POST',
    path: '/api/shares',
    right: 'share',
    givesSecret: true,
    summary: 'Make a link to studies',
    body: newShare,
    result: createdShare,
  },
  uploadLinkCreate: {
    method: 'POST',
    path: '/api/upload-links',
    right: 'share',
    givesSecret: true,
    summary: 'Make a link by which somebody without an account sends something into a collection',
    body: newUploadLink,
    result: createdShare,
  },
  sharesList: {
    method: 'GET',
    path: '/api/shares',
    right: 'share',
    summary: 'Links that were made',
    result: z.object({ shares: z.array(listedShare) }),
  },
  shareLooks: {
    method: 'GET',
    path: '/api/shares/:id/looks',
    right: 'share',
    summary: 'Who came by a link, when, from where, and what they did; for who made it',
    params: byId,
    result: shareLooks,
  },
  shareRevoke: {
    method: 'DELETE',
    path: '/api/shares/:id',
    right: 'share',
    summary: 'Make a link worthless',
    params: byId,
    result: z.object({ revoked: z.string() }),
  },
  shareRestore: {
    method: 'POST',
    path: '/api/shares/:id/restore',
    right: 'share',
    summary: 'Let a link that was revoked open again',
    params: byId,
    result: z.object({ restored: z.string() }),
  },
} as const satisfies Record<string, PlainRoute>;
