import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import { parseElementPath } from '../../dicom/index.ts';
import type { Extensions } from '../../extensions/index.ts';
import type { AnswerOf, NameTemplate } from '../../naming/index.ts';
import type { Facts } from '../conditions/facts.ts';

export type NameExtensions = Pick<Extensions, 'name' | 'nameFor'>;

/** Asks extensions for parts of names in one study. Images that are alike in what is asked are asked about once. */
export class AskedNames {
  readonly #extensions: NameExtensions;
  readonly #calls: NameTemplate['calls'];
  readonly #known = new Map<string, Promise<string>>();

  constructor(extensions: NameExtensions, { calls }: Pick<NameTemplate, 'calls'>) {
    this.#extensions = extensions;
    this.#calls = calls;
  }

  /** What a template is told of an image. Throws `tree/no-name` when an extension cannot be asked. */
  async answersFor(facts: Facts): Promise<AnswerOf> {
    const answers = new Map<string, string>();
    for (const call of this.#calls) answers.set(call, await this.#ask(call, facts));
    return (name) => answers.get(name) ?? '';
  }

  async #ask(call: string, facts: Facts): Promise<string> {
    try {
      const values = this.#extensions
        .name(call)
        .elements.map((name) => [name, facts.values(parseElementPath(name)).filter((one) => one !== '')]);
      const question = { values: Object.fromEntries(values) as Record<string, string[]> };
      const key = JSON.stringify([call, question]);
      const known = this.#known.get(key) ?? this.#extensions.nameFor(call, question);
      this.#known.set(key, known);
      return await known;
    } catch (error) {
      const why = asIsocenterError(error);
      throw new IsocenterError('tree/no-name', { name: call, reason: why.message }, why);
    }
  }
}
