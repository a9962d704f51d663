import { asIsocenterError } from '../base/index.ts';
import type { Level } from '../contract/index.ts';
import type { Dataset } from '../dicom/index.ts';
import type { ImageSource, NodeQueries } from './source.ts';

/**
 * Many searches from the study level downwards, on one association for as long as that lasts. A node may end one that is not in use: then
 * there is another.
 */
export class StandingQueries implements NodeQueries {
  readonly #source: Pick<ImageSource, 'openQueries'>;
  readonly #signal: AbortSignal | undefined;
  #open: NodeQueries | undefined;

  constructor(source: Pick<ImageSource, 'openQueries'>, signal: AbortSignal | undefined) {
    this.#source = source;
    this.#signal = signal;
  }

  async *find(level: Level, keys: Dataset): AsyncGenerator<Dataset, void, void> {
    const standing = this.#open;
    let hasAnswered = false;
    try {
      for await (const answer of (standing ?? (await this.#openNew())).find(level, keys)) {
        hasAnswered = true;
        yield answer;
      }
      return;
    } catch (error) {
      const { code } = asIsocenterError(error);
      // It says no, and can be asked for something else.
      if (code === 'dimse/failed') throw error;
      await this[Symbol.asyncDispose]();
      if (!standing || hasAnswered || code !== 'dimse/aborted' || this.#signal?.aborted) throw error;
    }
    yield* (await this.#openNew()).find(level, keys);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.[Symbol.asyncDispose]();
  }

  async #openNew(): Promise<NodeQueries> {
    this.#open = await this.#source.openQueries('study', this.#signal);
    return this.#open;
  }
}
