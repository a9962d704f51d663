import { z } from 'zod';
import { inboxTaken } from '../automation/inbox.ts';
import { treeName } from '../automation/tree.ts';
import { count, problem, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { automationFileState } from './automation.ts';

const byName = z.object({ name: treeName });
const everything = { right: 'administer', everything: true } as const;

/**
 * taken: it is in the archive, and stays where it is. foreign: it is no DICOM file. refused: it could not be taken in. What
 * is foreign or refused is never deleted.
 */
export const inboxFileState = z.enum(['taken', 'foreign', 'refused']);
export type InboxFileState = z.output<typeof inboxFileState>;

export const inboxFile = z.object({
  /** Below the folder of the inbox. */
  path: z.string(),
  state: inboxFileState,
  reason: problem.nullable(),
  at: timestamp,
});
export type InboxFile = z.output<typeof inboxFile>;

export const listedInbox = z.object({
  name: treeName,
  owner: z.string(),
  folder: z.string(),
  quietSeconds: z.number(),
  taken: inboxTaken,
  isOn: z.boolean(),
  /** new: not looked at yet. stopped: see `problem`. */
  state: z.enum(['new', 'watching', 'taking', 'stopped']),
  problem: problem.nullable(),
  /** Files that may not be whole yet. */
  waiting: count,
  /** Files that are whole and have not been taken in yet. */
  ready: count,
  /** Files that lie there and were not taken in, because of what they are. */
  foreign: count,
  refused: count,
  /** Files taken in since there is this inbox. */
  total: count,
  lastTakenAt: timestamp.nullable(),
});
export type ListedInbox = z.output<typeof listedInbox>;

export const inboxRoutes = {
  inboxesList: {
    method: 'GET',
    path: '/api/inboxes',
    ...everything,
    summary: 'Folders whose files are taken in, and how they do',
    result: z.object({ inboxes: z.array(listedInbox) }),
  },
  inboxShow: {
    method: 'GET',
    path: '/api/inboxes/:name',
    ...everything,
    summary: 'An inbox, and the files in it that were not taken in',
    params: byName,
    query: z.object({ limit: z.coerce.number<number>().int().min(1).max(1_000).default(100) }),
    result: z.object({ inbox: listedInbox, files: z.array(inboxFile) }),
  },
  inboxCheck: {
    method: 'POST',
    path: '/api/inboxes/:name/check',
    ...everything,
    summary: 'Look into an inbox now; what is not whole yet still waits',
    params: byName,
    result: listedInbox,
  },
  inboxChange: {
    method: 'PATCH',
    path: '/api/inboxes/:name',
    ...everything,
    summary: 'Make an inbox in the automation file, or change what it says of one; comments in the file stay',
    params: byName,
    body: z.object({
      /** Words of the file and their values; null takes a word out. */
      change: z.record(z.string().max(64), z.unknown()),
      /** Of the file that was seen. */
      digest: z.string().max(64),
    }),
    result: automationFileState,
  },
  inboxForget: {
    method: 'DELETE',
    path: '/api/inboxes/:name',
    ...everything,
    summary: 'Take an inbox out of the automation file; its files stay where they are',
    params: byName,
    query: z.object({ digest: z.string().max(64) }),
    result: automationFileState,
  },
} as const satisfies Record<string, PlainRoute>;
