import { z } from 'zod';
import { grantTerms } from '../contract/index.ts';

/** What the records say of an account, a grant and a token. Secrets are not in here. */
export const userDefinition = z.object({ createdAt: z.string(), createdBy: z.string() });
export type UserDefinition = z.output<typeof userDefinition>;

export const shareDefinition = grantTerms.extend({
  title: z.string(),
  /** A code is asked for beside the link. */
  hasCode: z.boolean(),
  /** The account that lets others see it, and further than which it never reaches; null for the local administrator. */
  owner: z.string().nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
});
export type ShareDefinition = z.output<typeof shareDefinition>;

/** Who is allowed something. */
const subject = z.object({ kind: z.enum(['user', 'node']), name: z.string() });
export type Subject = z.output<typeof subject>;

export const grantDefinition = grantTerms.extend({
  subject,
  grantedAt: z.string(),
  grantedBy: z.string(),
});
export type GrantDefinition = z.output<typeof grantDefinition>;

export const tokenDefinition = grantTerms.extend({
  name: z.string(),
  owner: z.string().nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
});
export type TokenDefinition = z.output<typeof tokenDefinition>;
