import { type ErrorCode, IsocenterError } from '../../base/index.ts';
import type { Extensions } from '../../extensions/index.ts';

/** A file that went, and one that cannot be loaded: at a start, nothing was offered before that could stay. */
const gone: ReadonlySet<ErrorCode> = new Set(['extension/unknown', 'extension/bad']);

type Offers = Pick<Extensions, 'action' | 'condition'>;

/** What extensions offer to a rule. Where the rule may rest, what is gone is told of once all of the rule has been read. */
export class PresentExtensions implements Offers {
  /** What is said of the first that is gone. */
  missing: IsocenterError | undefined;
  readonly #extensions: Offers;
  readonly #mayBeGone: boolean;

  constructor(extensions: Offers, mayBeGone: boolean) {
    this.#extensions = extensions;
    this.#mayBeGone = mayBeGone;
  }

  action(name: string): ReturnType<Offers['action']> {
    return this.#unlessGone(() => this.#extensions.action(name), {
      ...{ about: '', elements: [], repeatable: false, files: false },
    });
  }

  condition(name: string): ReturnType<Offers['condition']> {
    return this.#unlessGone(() => this.#extensions.condition(name), { about: '', elements: [] });
  }

  #unlessGone<Offer>(offered: () => Offer, nothing: Offer): Offer {
    try {
      return offered();
    } catch (error) {
      const isGone = error instanceof IsocenterError && gone.has(error.code);
      if (!this.#mayBeGone || !isGone) throw error;
      this.missing ??= error;
      return nothing;
    }
  }
}
