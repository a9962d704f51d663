/** Accounts by a common name, and what they are allowed together. */
import { z } from 'zod';
import { text, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { accountName, grant, grantTerms } from './access.ts';

/** Written as the names of accounts are. */
export const groupName = accountName;
const members = z.array(accountName).max(10_000);

const listedGroup = z.object({
  name: groupName,
  /** By hand, or by the provider of logins. */
  members: z.array(z.string()),
  /** Those whom the provider of logins puts in. */
  fromProvider: z.array(z.string()),
  createdAt: timestamp,
  createdBy: z.string(),
  grants: z.array(grant),
});
export type ListedGroup = z.output<typeof listedGroup>;

const byName = z.object({ name: groupName });

export const groupRoutes = {
  groupsList: {
    method: 'GET',
    path: '/api/groups',
    right: 'administer',
    summary: 'All groups, their members and what they may do',
    result: z.object({ groups: z.array(listedGroup) }),
  },
  groupAdd: {
    method: 'POST',
    path: '/api/groups',
    right: 'administer',
    recentLogIn: true,
    summary: 'Make a group of accounts',
    body: z.object({ name: groupName, members: members.default([]), grant: grantTerms.optional() }),
    result: listedGroup,
  },
  groupRemove: {
    method: 'DELETE',
    path: '/api/groups/:name',
    right: 'administer',
    summary: 'Remove a group and its grants; its members stay',
    params: byName,
    result: z.object({ removed: groupName }),
  },
  groupJoin: {
    method: 'POST',
    path: '/api/groups/:name/members',
    right: 'administer',
    recentLogIn: true,
    summary: 'Put accounts into a group',
    params: byName,
    body: z.object({ members: members.min(1) }),
    result: listedGroup,
  },
  groupLeave: {
    method: 'DELETE',
    path: '/api/groups/:name/members/:member',
    right: 'administer',
    summary: 'Take an account out of a group',
    params: byName.extend({ member: accountName }),
    result: listedGroup,
  },
  groupGrant: {
    method: 'POST',
    path: '/api/groups/:name/grants',
    right: 'administer',
    recentLogIn: true,
    summary: 'Allow a group something',
    params: byName,
    body: grantTerms,
    result: listedGroup,
  },
  groupUngrant: {
    method: 'DELETE',
    path: '/api/groups/:name/grants/:id',
    right: 'administer',
    summary: 'Take something back that a group was allowed',
    params: byName.extend({ id: text }),
    result: listedGroup,
  },
} as const satisfies Record<string, PlainRoute>;
