import { createHmac } from 'node:crypto';
import type { Clock } from '../../base/index.ts';
import type { GuardedFetch } from '../../net/index.ts';
import { requireAnswer } from './require-answer.ts';

export interface SignedCallParts {
  readonly fetch: GuardedFetch;
  readonly clock: Clock;
  /** What calls are signed with. */
  readonly signingKey: () => Promise<string>;
}

/**
 * The body is JSON. `Isocenter-Signature` is `t=UNIX SECONDS,v1=HEX`: HMAC-SHA-256 of the seconds, a dot and the body. Rejects with
 * `webhook/*`, `net/*`.
 */
export async function callSigned(
  { fetch, clock, signingKey }: SignedCallParts,
  url: string,
  content: object,
  signal: AbortSignal,
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
