import { z } from 'zod';
import { problem } from '../common.ts';
import type { PlainRoute } from '../route.ts';

const everything = { right: 'administer', everything: true } as const;
const fileText = z.string().max(1024 * 1024);

/** Something in what a person wrote that cannot be used. */
export const mistake = z.object({
  /** The names of its parts, from the top: `do > 0 > send`. Empty where it is about all of it. */
  place: z.string(),
  reason: problem,
});
export type Mistake = z.output<typeof mistake>;

/** The same in a file. */
const lineMistake = mistake.extend({
  /** From 1. */
  line: z.int(),
});
export type LineMistake = z.output<typeof lineMistake>;

const problems = z.array(lineMistake);

/** The lists of the automation file. */
export const entryKinds = ['inboxes', 'retention', 'trees', 'rules', 'schedules'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** A tree, rule or another entry as the file has it. */
const fileEntry = z.object({
  kind: z.enum(entryKinds),
  name: z.string(),
  /** Where it begins, from 1. */
  line: z.int(),
  /** Words of the file and their values. */
  says: z.record(z.string(), z.unknown()),
});
export type FileEntry = z.output<typeof fileEntry>;

export const automationFileState = z.object({
  text: z.string(),
  /** To be given back with a change. */
  digest: z.string(),
  /** Why this text is not in use; what is done is what the last right one said. */
  problems,
});
export type AutomationFileState = z.output<typeof automationFileState>;

export const automationRoutes = {
  automationShow: {
    method: 'GET',
    path: '/api/automation',
    ...everything,
    summary: 'The file in which stands what the archive does by itself',
    result: automationFileState.extend({
      /** None while something is wrong in it. */
      entries: z.array(fileEntry),
      /** Folders below which it may write. */
      targetFolders: z.array(z.string()),
      /** Folders below which it may take files in. */
      sourceFolders: z.array(z.string()),
    }),
  },
  automationCheck: {
    method: 'POST',
    path: '/api/automation/check',
    ...everything,
    summary: 'What would be wrong with a text of the automation file',
    body: z.object({ text: fileText }),
    result: z.object({ problems }),
  },
  automationSave: {
    method: 'POST',
    path: '/api/automation',
    ...everything,
    summary: 'Write the automation file, when all of it is right',
    body: z.object({ text: fileText, digest: z.string().max(64) }),
    result: automationFileState,
  },
  automationMail: {
    method: 'POST',
    path: '/api/automation/mail',
    ...everything,
    summary: 'Send a test mail',
    body: z.object({ to: z.email().max(254) }),
    result: z.object({ sentTo: z.string() }),
  },
  automationKey: {
    method: 'GET',
    path: '/api/automation/key',
    ...everything,
    summary: 'What calls of servers by rules are signed with (HMAC-SHA-256)',
    result: z.object({ key: z.string() }),
  },
} as const satisfies Record<string, PlainRoute>;
