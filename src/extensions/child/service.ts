import type { Extension } from '../../sdk/index.ts';
import type { Call } from '../messages.ts';
import { AskedImages } from './asked-images.ts';
import type { Line } from './line.ts';

/** Answers one call after the other, for as long as there is a server. */
export class Service {
  readonly #extension: Extension;
  readonly #line: Line;
  readonly #folder: string;

  constructor(extension: Extension, line: Line, folder: string) {
    this.#extension = extension;
    this.#line = line;
    this.#folder = folder;
  }

  async run(): Promise<never> {
    for (;;) {
      const call = await this.#line.next();
      try {
        this.#line.say({ kind: 'done', result: (await this.#answer(call)) ?? null });
      } catch (error) {
        this.#line.fail(error);
      }
      await this.#line.flush();
    }
  }

  async #answer(call: Call): Promise<unknown> {
    const { conditions = {}, actions = {}, names = {}, routes = {} } = this.#extension;
    if (call.kind === 'ask') return (await conditions[call.name]?.is(call.question)) === true;
    if (call.kind === 'name') return await names[call.name]?.of(call.question);
    if (call.kind === 'answer')
      return await routes[call.name]?.answer({ ...call.request, folder: this.#folder });
    if (call.kind !== 'act') return undefined;
    using images = new AskedImages(this.#line);
    return await actions[call.name]?.run({ ...call.work, folder: this.#folder, images: images.each });
  }
}
