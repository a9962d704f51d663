import { z } from 'zod';
import { type Actor, actor, grantTerms, localAdministrator, savedView } from '../contract/index.ts';

/** What the records say of an account, a grant and a token. Secrets are not in here. */
export const userDefinition = z.object({
  createdAt: z.string(),
  createdBy: z.string(),
  /** Who it is at the provider of logins; no secret. */
  identity: z.object({ issuer: z.string(), subject: z.string() }).optional(),
  /** Whatever it is allowed does not count. */
  isDisabled: z.boolean().default(false),
  /** Searches that it keeps, the oldest first. */
  views: z.array(savedView).default([]),
});
export type UserDefinition = z.output<typeof userDefinition>;

export const groupDefinition = z.object({
  /** Names of accounts that were put in by hand. */
  members: z.array(z.string()),
  /** Accounts that the provider of logins says are in it, and until when that holds unless they log in again, ISO 8601. */
  provided: z.record(z.string(), z.string()).default({}),
  createdAt: z.string(),
  createdBy: z.string(),
});
export type GroupDefinition = z.output<typeof groupDefinition>;

export const collectionDefinition = z.object({
  title: z.string(),
  /** The account that lets others in; null: administrators alone. */
  owner: z.string().nullable(),
  /** Bytes it may hold; null: as many as there is room for. */
  quotaBytes: z.number().nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
});
export type CollectionDefinition = z.output<typeof collectionDefinition>;

export const shareDefinition = grantTerms
  .extend({
    title: z.string(),
    /** A code is asked for beside the link. */
    hasCode: z.boolean(),
    /** Whoever opens it is not told whose images they see. */
    hidesIdentity: z.boolean().optional(),
    /** Whoever opens it sends something instead of seeing something; so much at most. */
    upload: z.object({ maxFiles: z.number(), maxBytes: z.number() }).optional(),
    /** It opens nothing any more, unless that is taken back. */
    revoked: z.object({ at: z.string(), by: actor }).optional(),
    /** Who lets others see it, and further than whom it never reaches. Older records have the name of an account, or null. */
    owner: z.union([actor, z.string(), z.null()]),
    createdAt: z.string(),
    createdBy: z.string(),
  })
  .transform(({ owner, ...share }) => ({ ...share, owner: ownerOf(owner, share.createdBy) }));
export type ShareDefinition = z.output<typeof shareDefinition>;

/** Who had no account was the local administrator or a token, and only the former has this name. */
function ownerOf(owner: Actor | string | null, createdBy: string): Actor {
  if (typeof owner === 'string') return { kind: 'user', name: owner };
  const isLocal = createdBy === localAdministrator.actor.name;
  return owner ?? (isLocal ? localAdministrator.actor : { kind: 'token', name: createdBy });
}

/** Who is allowed something. */
const subject = z.object({ kind: z.enum(['user', 'group', 'node']), name: z.string() });
export type Subject = z.output<typeof subject>;

export const grantDefinition = grantTerms.extend({
  subject,
  grantedAt: z.string(),
  grantedBy: z.string(),
  /** Why somebody opened it for themselves, in an emergency. */
  reason: z.string().optional(),
});
export type GrantDefinition = z.output<typeof grantDefinition>;

export const tokenDefinition = grantTerms.extend({
  name: z.string(),
  owner: z.string().nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
});
export type TokenDefinition = z.output<typeof tokenDefinition>;
