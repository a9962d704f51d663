import type { ExtensionCall } from '../../contract/index.ts';
import { parseElementPath } from '../../dicom/index.ts';
import type { Extensions, GivenQuestion } from '../../extensions/index.ts';
import type { Facts, Predicate } from './facts.ts';

/** Asks extensions about the images of one study. Images that are alike in what is asked are asked about once. */
export class Asker {
  readonly #extensions: Pick<Extensions, 'ask' | 'condition'>;
  readonly #known = new Map<string, boolean>();

  constructor(extensions: Pick<Extensions, 'ask' | 'condition'>) {
    this.#extensions = extensions;
  }

  /**
   * Whether a condition is true of an image. Only what it comes to is asked: an extension behind `Modality: MR` never
   * hears of a CT. Throws what an extension fails with.
   */
  async decide(accepts: Predicate, facts: Facts): Promise<boolean> {
    for (;;) {
      const missing = new Map<string, () => Promise<boolean>>();
      const says = (call: ExtensionCall): boolean => {
        const question = this.#questionOf(call, facts);
        const key = JSON.stringify([call.name, question]);
        const known = this.#known.get(key);
        if (known === undefined) missing.set(key, () => this.#extensions.ask(call.name, question));
        return known ?? false;
      };
      const fits = accepts({ ...facts, says });
      if (missing.size === 0) return fits;
      for (const [key, ask] of missing) this.#known.set(key, await ask());
    }
  }

  #questionOf(call: ExtensionCall, facts: Facts): GivenQuestion {
    const { elements } = this.#extensions.condition(call.name);
    const values = elements.map((name) => [
      name,
      facts.values(parseElementPath(name)).filter((value) => value !== ''),
    ]);
    return { values: Object.fromEntries(values), with: call.with };
  }
}
