import type { ElementPath } from '../../dicom/index.ts';
import type { Asks, Facts } from '../conditions/facts.ts';
import type { Rule } from './rule.ts';

/** Answers that are remembered. Images of a series are mostly alike in what rules ask of them. */
const MAXIMUM_REMEMBERED = 1_000;

/**
 * Rules that are asked together. What all of them ask for is read from an image once, and images that are alike in that
 * are answered from memory: a hundred rules cost what one does.
 */
export class RuleSet {
  readonly rules: readonly Rule[];
  readonly asks: Asks;
  /** Those that have to ask extensions, which is not remembered: what they say may change. */
  readonly asking: readonly Rule[];
  readonly #sure: readonly Rule[];
  readonly #elements: readonly ElementPath[];
  readonly #remembered = new Map<string, readonly Rule[]>();

  constructor(rules: readonly Rule[]) {
    this.rules = rules;
    this.asks = {
      labels: rules.some(({ asks }) => asks.labels),
      origins: rules.some(({ asks }) => asks.origins),
      counts: rules.some(({ asks }) => asks.counts),
      extensions: rules.some(({ asks }) => asks.extensions),
    };
    this.asking = rules.filter(({ asks }) => asks.extensions);
    this.#sure = rules.filter(({ asks }) => !asks.extensions);
    const elements = this.#sure.flatMap((rule) => rule.elements);
    this.#elements = [...new Map(elements.map((path) => [JSON.stringify(path), path])).values()];
  }

  /** The rules whose condition is true of an image, of those that ask no extension. */
  matching(facts: Facts): readonly Rule[] {
    const values = this.#elements.map((path) => facts.values(path));
    const key = JSON.stringify([values, [...facts.labels], facts.senders, facts.receivers]);
    const known = this.#remembered.get(key);
    if (known) return known;
    const found = this.#sure.filter((rule) => rule.accepts(facts));
    if (this.#remembered.size >= MAXIMUM_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(key, found);
    return found;
  }
}
