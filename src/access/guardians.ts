import type { Grant } from '../contract/index.ts';
import { isValid } from './reach.ts';

/** Somebody whom an account looks after. */
export interface LookedAfter {
  /** UID of the person. */
  readonly person: string;
  /** ISO 8601: the grant ends by itself then. */
  readonly until: string;
}

/**
 * People whom grants name that end by themselves, as that of a parent does on a birthday. What has no end may be somebody's own
 * images, and what was opened in an emergency is nobody's care.
 */
export function lookedAfter(
  grants: Iterable<Pick<Grant, 'scope' | 'rights' | 'expiresAt' | 'reason'>>,
  now: string,
): LookedAfter[] {
  const until = new Map<string, string>();
  for (const { scope, expiresAt, reason, ...grant } of grants) {
    if (expiresAt === null || reason !== undefined || scope.kind !== 'rules') continue;
    if (!isValid({ expiresAt }, now) || !grant.rights.includes('find')) continue;
    for (const rule of scope.rules)
      if ('person' in rule && expiresAt > (until.get(rule.person) ?? '')) until.set(rule.person, expiresAt);
  }
  return [...until].map(([person, end]) => ({ person, until: end }));
}
