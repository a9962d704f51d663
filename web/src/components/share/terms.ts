/** How long a link opens, and for whom. */
import type { CallFor } from '../../../../src/contract/index.ts';
import { type Given, rulesOf } from '../given.ts';

/** Days that are offered. */
export const lives = [1, 7, 14, 30, 90] as const;

/** Of every link. */
export interface LinkTerms {
  /** For whom, or why: shown to who opens it. */
  readonly title: string;
  readonly days: number;
  readonly withCode: boolean;
}

export interface Terms extends LinkTerms {
  readonly mayDownload: boolean;
  /** Whose images they are is not said, which leaves pictures to be looked at. */
  readonly hidesIdentity: boolean;
  /** Of somebody: also what is still to come. */
  readonly isOpenEnded: boolean;
}

export const usualTerms: Terms = {
  title: '',
  days: 14,
  withCode: true,
  mayDownload: true,
  hidesIdentity: false,
  isOpenEnded: true,
};

const dayMs = 86_400_000;

/** @param now milliseconds since 1970 */
export const endAfter = (days: number, now: number): string => new Date(now + days * dayMs).toISOString();

/** @param now milliseconds since 1970 */
export function newShare(given: Given, terms: Terms, now: number): CallFor<'shareCreate'> {
  const { title, days, withCode, mayDownload, hidesIdentity, isOpenEnded } = terms;
  return {
    ...{ title, withCode, hidesIdentity, viewOnly: hidesIdentity || !mayDownload },
    scope: { kind: 'rules', rules: rulesOf(given, isOpenEnded) },
    expiresAt: endAfter(days, now),
  };
}
