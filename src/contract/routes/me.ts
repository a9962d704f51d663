/** Who a caller is, and where accounts are logged in. */
import { z } from 'zod';
import { rights } from '../caller.ts';
import { actor, count, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { accountName } from './access.ts';

const session = z.object({
  id: z.string(),
  createdAt: timestamp,
  seenAt: timestamp,
  address: z.string(),
  /** The browser, as it names itself. */
  agent: z.string(),
  /** The one that this request came by. */
  isCurrent: z.boolean(),
});
export type ListedSession = z.output<typeof session>;

const byName = z.object({ name: accountName });
const bySession = z.object({ id: z.string().min(1).max(64) });
const listed = z.object({ sessions: z.array(session) });
const ended = z.object({ ended: z.string() });

export const meRoutes = {
  me: {
    method: 'GET',
    path: '/api/me',
    right: 'known',
    keepsIdentityHidden: true,
    summary: 'Who you are, and what you may do',
    result: z.object({
      actor,
      /** Each right that you have, and on what, in words. */
      may: z.array(z.object({ right: z.enum(rights), on: z.string() })),
      /** Those of these rights that reach everything. */
      onEverything: z.array(z.enum(rights)),
      /** People whom a grant of yours names that ends by itself, by the UIDs of persons: parents look after a child so. */
      looksAfter: z.array(z.object({ person: z.string(), until: timestamp })),
      /** The browser's session that this request came by; null for a token or a password. */
      session: session.nullable(),
      /** Of who comes by a link: what whoever made it called it, and until when it opens, and whether it hides whose images it shows; null for everybody else. */
      share: z
        .object({ title: z.string(), expiresAt: timestamp.nullable(), hidesIdentity: z.boolean() })
        .nullable(),
    }),
  },
  mySessions: {
    method: 'GET',
    path: '/api/me/sessions',
    right: 'known',
    summary: 'Where you are logged in; for who is',
    result: listed,
  },
  mySessionsEnd: {
    method: 'DELETE',
    path: '/api/me/sessions',
    right: 'known',
    action: 'change credentials',
    summary: 'End your sessions but this one',
    result: z.object({ ended: count }),
  },
  mySessionEnd: {
    method: 'DELETE',
    path: '/api/me/sessions/:id',
    right: 'known',
    action: 'change credentials',
    summary: 'End a session of yours',
    params: bySession,
    result: ended,
  },
  userSessions: {
    method: 'GET',
    path: '/api/users/:name/sessions',
    right: 'administer',
    summary: 'Where an account is logged in',
    params: byName,
    result: listed,
  },
  userSessionEnd: {
    method: 'DELETE',
    path: '/api/users/:name/sessions/:id',
    right: 'administer',
    summary: 'End a session of an account',
    params: byName.extend(bySession.shape),
    result: ended,
  },
} as const satisfies Record<string, PlainRoute>;
