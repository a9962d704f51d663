import type { IsocenterError } from './errors.ts';

/** Why it did not go well, of one of several ways, files or the like. */
export interface ReasonOf {
  /** Which one: the name of a way, a path. */
  readonly what: string;
  readonly reason: IsocenterError;
}

/**
 * Several reasons as the cause of an error that has them filled in as its reason. Who makes it bounds how many they are; the
 * message says them one after the other.
 */
export class Reasons extends Error {
  readonly each: readonly ReasonOf[];

  constructor(each: readonly ReasonOf[]) {
    super(oneByOne(each.map(({ what, reason }) => ({ what, words: reason.message }))));
    this.name = 'Reasons';
    this.each = each;
  }
}

/** As they are filled in, in whatever language the words are. */
export const oneByOne = (each: readonly { readonly what: string; readonly words: string }[]): string =>
  each.map(({ what, words }) => `${what}: ${words}`).join(' ');
