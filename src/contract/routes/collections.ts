/** Labs, projects, households, trials: studies that belong together, whose they are, who may see them. */
import { z } from 'zod';
import { count, text, timestamp, uidList } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { accountName, grant, grantTerms, memberRights, someOf } from './access.ts';
import { groupName } from './groups.ts';

const limit = z.coerce.number<number>().int().min(1).max(10_000).default(1_000);
export const collectionName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'is not a name for a collection (letters and digits, and . _ - inside)',
  );
export const isCollectionName = (text: string): boolean => collectionName.safeParse(text).success;

/** What is said of a collection. */
const terms = {
  /** For people. */
  title: z.string().trim().max(200).default(''),
  /** The account that decides who else may see it; null: administrators alone. */
  owner: accountName.nullable().default(null),
  /** Bytes it may hold; null: as many as there is room for. */
  quotaBytes: z.int().min(0).nullable().default(null),
};

const member = grant.omit({ scope: true }).extend({
  kind: z.enum(['user', 'group', 'node']),
  name: z.string(),
});

const listedCollection = z.object({
  name: z.string(),
  /** Whether somebody made it; otherwise only what was stored names it. */
  isDefined: z.boolean(),
  title: z.string(),
  owner: z.string().nullable(),
  quotaBytes: z.int().nullable(),
  createdAt: timestamp.nullable(),
  studies: count,
  bytes: count,
});
export type ListedCollection = z.output<typeof listedCollection>;

const shownCollection = listedCollection.extend({
  /** Who may what in it, besides the owner and those who may see more than it. */
  members: z.array(member),
});
export type ShownCollection = z.output<typeof shownCollection>;

const byName = z.object({ name: collectionName });

export const collectionRoutes = {
  collectionsList: {
    method: 'GET',
    path: '/api/collections',
    right: 'find',
    summary: 'Collections with something that one may see, and how much that is',
    query: z.object({ limit }),
    result: z.object({ collections: z.array(listedCollection) }),
  },
  collectionAdd: {
    method: 'POST',
    path: '/api/collections',
    right: 'administer',
    summary: 'Make a collection',
    body: z.object({ name: collectionName, ...terms }),
    result: shownCollection,
  },
  collectionShow: {
    method: 'GET',
    path: '/api/collections/:name',
    right: 'known',
    summary: 'A collection and its members, for its owner',
    params: byName,
    result: shownCollection,
  },
  collectionUpdate: {
    method: 'PATCH',
    path: '/api/collections/:name',
    right: 'administer',
    summary: 'Change title, owner or quota',
    params: byName,
    body: z.object({
      title: terms.title.unwrap().optional(),
      owner: accountName.nullable().optional(),
      quotaBytes: z.int().min(0).nullable().optional(),
    }),
    result: shownCollection,
  },
  collectionRemove: {
    method: 'DELETE',
    path: '/api/collections/:name',
    right: 'administer',
    summary: 'Forget an empty collection and its members',
    params: byName,
    result: z.object({ removed: z.string() }),
  },
  collectionMemberAdd: {
    method: 'POST',
    path: '/api/collections/:name/members',
    right: 'known',
    summary: 'Let an account or a group into a collection; its owner may',
    params: byName,
    body: z.object({
      user: accountName.optional(),
      group: groupName.optional(),
      rights: someOf(memberRights),
      expiresAt: grantTerms.shape.expiresAt,
    }),
    result: shownCollection,
  },
  collectionMemberRemove: {
    method: 'DELETE',
    path: '/api/collections/:name/members/:id',
    right: 'known',
    summary: 'Take back what a member may do in a collection; its owner may',
    params: byName.extend({ id: text }),
    result: shownCollection,
  },
  collectionPut: {
    method: 'POST',
    path: '/api/collections/:name/studies',
    right: 'edit',
    summary:
      'Put studies into a collection; they leave the one they were in. Who edits everything, also those that are still to come',
    params: byName,
    body: z.object({ studies: uidList.min(1) }),
    result: z.object({ collection: z.string(), studies: count }),
  },
  collectionTake: {
    method: 'POST',
    path: '/api/collections/:name/take',
    right: 'edit',
    summary: 'Take studies out of a collection, into none',
    params: byName,
    body: z.object({ studies: uidList.min(1) }),
    result: z.object({ studies: count }),
  },
} as const satisfies Record<string, PlainRoute>;
