import { z } from 'zod';
import type { RuleJobKind } from '../../contract/index.ts';
import type { JobKind } from '../../jobs/index.ts';
import { callSigned, type SignedCallParts } from '../telling/call-signed.ts';
import type { Action } from './action.ts';
import { order, parseOrder } from './order.ts';

/** Two kinds, because jobs of one kind are repeated alike. */
const ONCE = 'ruleWebhookOnce' satisfies RuleJobKind;
const REPEATABLE = 'ruleWebhook' satisfies RuleJobKind;

const input = order.extend({ url: z.string() });

/** Tells a server what the rule works on. */
export const callWebhook = (url: string, repeatable: boolean): Action => ({
  name: 'webhook',
  about: new URL(url).host,
  kind: repeatable ? REPEATABLE : ONCE,
  input: (given) => ({ ...given, url }),
});

/** The body has rule, subject, and `delivery`, which is the same when a call is repeated. */
export const webhookKinds = (parts: SignedCallParts): JobKind<z.output<typeof input>>[] =>
  [ONCE, REPEATABLE].map((name) => ({
    name,
    right: 'find',
    concurrency: 4,
    repeatable: name === REPEATABLE,
    parse: (stored) => parseOrder(input, stored),
    run: ({ url, ...given }, { id, signal }) => callSigned(parts, url, { ...given, delivery: id }, signal),
  }));
