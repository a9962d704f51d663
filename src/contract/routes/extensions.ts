import { z } from 'zod';
import { count, problem, text, timestamp } from '../common.ts';
import { linkPages } from '../page-link.ts';
import type { PlainRoute } from '../route.ts';

const offered = z.array(z.object({ name: z.string(), about: z.string() }));

const offeredLink = z.object({
  name: z.string(),
  page: z.enum(linkPages),
  title: z.string(),
  /** With places such as `{StudyInstanceUID}`; see page-link.ts. */
  href: z.string(),
});

export const listedExtension = z.object({
  /** Of its file or folder. */
  name: z.string(),
  about: z.string(),
  /** resting: it ended badly too often, and is not called for a while. broken: no version of it can be used. */
  state: z.enum(['ready', 'resting', 'broken']),
  conditions: offered,
  names: offered,
  actions: offered,
  routes: offered,
  links: z.array(offeredLink),
  problems: z.array(problem),
  /** Since the server started. */
  calls: count,
  failures: count,
  /** What it printed last. */
  printed: z.array(z.object({ at: timestamp, text: z.string() })),
});
export type ListedExtension = z.output<typeof listedExtension>;

export const extensionRoutes = {
  extensionsList: {
    method: 'GET',
    path: '/api/extensions',
    right: 'administer',
    everything: true,
    summary: 'Programs in the folder extensions, what they offer and how they do',
    result: z.object({ extensions: z.array(listedExtension) }),
  },
  extensionLinks: {
    method: 'GET',
    path: '/api/extensions/links',
    right: 'find',
    summary: 'Links that extensions put onto pages of the web app',
    result: z.object({ links: z.array(offeredLink.extend({ extension: z.string() })) }),
  },
  extensionAsk: {
    method: 'POST',
    path: '/api/extensions/:name/routes/:route',
    right: 'administer',
    everything: true,
    summary: 'Ask an extension for what one of its routes answers',
    params: z.object({ name: text.max(64), route: text.max(64) }),
    body: z.object({ body: z.record(z.string(), z.unknown()).default({}) }),
    result: z.object({ answer: z.unknown() }),
  },
} as const satisfies Record<string, PlainRoute>;
