import type { Image } from '../../sdk/index.ts';
import type { Line } from './line.ts';

/** The images that one action works on, a page at a time. Who asks for them when it has ended gets none. */
export class AskedImages implements Disposable {
  readonly #line: Line;
  #isOver = false;
  /** One page is asked for at a time: what comes next on the line is that page. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(line: Line) {
    this.#line = line;
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
  }

  readonly each = async function* <const Name extends string>(
    this: AskedImages,
    elements: readonly Name[],
  ): AsyncGenerator<Image<Name>> {
    for (let after = 0; ; ) {
      const { images, hasMore } = await this.#page(elements, after);
      yield* images as readonly Image<Name>[];
      after += images.length;
      if (!hasMore) return;
    }
  }.bind(this);

  async #page(elements: readonly string[], after: number) {
    const asked = this.#last.then(async () => {
      if (this.#isOver) throw new Error('the action has ended; await what it does with images');
      this.#line.say({ kind: 'images', elements, after });
      const answer = await this.#line.next();
      if (answer.kind !== 'images') throw new Error('images were asked for, and something else came');
      return answer.page;
    });
    this.#last = asked.catch(() => {});
    return await asked;
  }
}
