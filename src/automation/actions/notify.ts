import { z } from 'zod';
import type { RuleJobKind } from '../../contract/index.ts';
import type { JobKind } from '../../jobs/index.ts';
import type { GuardedFetch } from '../../net/index.ts';
import type { Action } from './action.ts';
import { requireAnswer } from './call-webhook.ts';
import { order, parseOrder } from './order.ts';
import { filledIn, knownOf } from './placeholders.ts';

const KIND = 'ruleNotify' satisfies RuleJobKind;

const input = order.extend({ url: z.string(), title: z.string(), text: z.string() });

/** Posts a text, as ntfy and the like take it: the text is the body, its title a header. */
export const notify = (url: string, title: string, text: string): Action => ({
  name: 'notify',
  about: new URL(url).host,
  kind: KIND,
  input: (given) => ({ ...given, url, title, text }),
});

export const notifyKind = (fetch: GuardedFetch): JobKind<z.output<typeof input>> => ({
  name: KIND,
  right: 'find',
  concurrency: 2,
  // Told twice is better than not told.
  repeatable: true,
  parse: (stored) => parseOrder(input, stored),
  async run({ url, title, text, ...given }, { signal }) {
    const body = filledIn(text, knownOf(given));
    const headers = { 'content-type': 'text/plain; charset=utf-8', title };
    return await requireAnswer(url, await fetch(url, { method: 'POST', headers, body, signal }));
  },
});
