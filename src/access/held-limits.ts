/** How much an account may hold of what it makes by itself. */
import { IsocenterError } from '../base/index.ts';
import type { GrantTerms } from '../contract/index.ts';
import { isValid } from './reach.ts';

export interface HeldLimits {
  /** Of one account. */
  readonly tokens: number;
  /** Tokens that stand for themselves, all together. */
  readonly ownTokens: number;
  /** Links of one account, or of whoever else makes some. */
  readonly shares: number;
}

export const defaultHeldLimits: HeldLimits = { tokens: 100, ownTokens: 10_000, shares: 10_000 };

/**
 * Room for one more. Answers what has to go for it: those that have expired, which are kept for people to see as long as there is
 * room. Throws `input/invalid` when all there may be are in use.
 * @param now ISO 8601.
 */
export function requireRoom(
  what: 'tokens' | 'links',
  held: readonly (readonly [id: string, terms: Pick<GrantTerms, 'expiresAt'>])[],
  limit: number,
  now: string,
): string[] {
  if (held.length < limit) return [];
  const ended = held.filter(([, terms]) => !isValid(terms, now));
  if (held.length - ended.length < limit) return ended.map(([id]) => id);
  throw new IsocenterError('input/invalid', {
    reason: `There are ${limit} ${what} already, which is the most there may be: revoke one first.`,
  });
}
