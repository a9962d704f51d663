import { z } from 'zod';
import type { RuleJobKind } from '../../contract/index.ts';
import type { JobKind } from '../../jobs/index.ts';
import type { GuardedFetch } from '../../net/index.ts';
import { postText } from '../telling/post-text.ts';
import type { Action } from './action.ts';
import { order, parseOrder } from './order.ts';
import { filledIn, knownOf } from './placeholders.ts';

const KIND = 'ruleNotify' satisfies RuleJobKind;

const input = order.extend({ url: z.string(), title: z.string(), text: z.string() });

/** Tells people by a text that is posted somewhere. */
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
  run: ({ url, title, text, ...given }, { signal }) =>
    postText(fetch, { url, title, text: filledIn(text, knownOf(given)) }, signal),
});
