import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { type Clock, IsocenterError } from '../../base/index.ts';
import type { RuleJobKind } from '../../contract/index.ts';
import type { JobContext, JobKind } from '../../jobs/index.ts';
import type { GuardedFetch } from '../../net/index.ts';
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

export interface WebhookParts {
  readonly fetch: GuardedFetch;
  readonly clock: Clock;
  /** What calls are signed with. */
  readonly signingKey: () => Promise<string>;
}

export const webhookKinds = (parts: WebhookParts): JobKind<z.output<typeof input>>[] =>
  [ONCE, REPEATABLE].map((name) => ({
    name,
    right: 'find',
    concurrency: 4,
    repeatable: name === REPEATABLE,
    parse: (stored) => parseOrder(input, stored),
    run: ({ url, ...given }, context) => call(parts, url, { ...given, delivery: context.id }, context),
  }));

/**
 * The body is JSON: rule, subject, and `delivery`, which is the same when a call is repeated. `Isocenter-Signature` is
 * `t=UNIX SECONDS,v1=HEX`: HMAC-SHA-256 of the seconds, a dot and the body.
 */
async function call(
  { fetch, clock, signingKey }: WebhookParts,
  url: string,
  content: object,
  { signal }: JobContext,
): Promise<{ status: number }> {
  const body = JSON.stringify(content);
  const seconds = Math.floor(clock.now().getTime() / 1000);
  const signature = createHmac('sha256', await signingKey())
    .update(`${seconds}.${body}`)
    .digest('hex');
  const headers = {
    'content-type': 'application/json',
    'isocenter-signature': `t=${seconds},v1=${signature}`,
  };
  return await requireAnswer(url, await fetch(url, { method: 'POST', headers, body, signal }));
}

/** Busy servers are asked again, those that refuse are not. */
export async function requireAnswer(url: string, { ok, status }: Response): Promise<{ status: number }> {
  if (ok) return { status };
  const { host } = new URL(url);
  const isBusy = status >= 500 || status === 408 || status === 429;
  throw new IsocenterError(isBusy ? 'webhook/busy' : 'webhook/refused', { host, status });
}
