import { asIsocenterError } from '../base/index.ts';
import type { Level } from '../contract/index.ts';
import type { Dataset } from '../dicom/index.ts';
import type { FetchWay, ImageSource, NodeQueries, QueryRoot } from './source.ts';

/** A node that can be asked in two ways: the second one is for what its DICOMweb does not offer. */
export class EitherSource implements ImageSource {
  readonly ways: readonly FetchWay[];
  readonly #first: ImageSource;
  readonly #second: ImageSource;

  constructor(first: ImageSource, second: ImageSource) {
    this.#first = first;
    this.#second = second;
    this.ways = [...first.ways, ...second.ways];
  }

  async openQueries(root: QueryRoot, signal?: AbortSignal): Promise<NodeQueries> {
    const first = await this.#first.openQueries(root, signal);
    return new EitherQueries(first, () => this.#second.openQueries(root, signal));
  }
}

class EitherQueries implements NodeQueries {
  #current: NodeQueries;
  #openOther: (() => Promise<NodeQueries>) | undefined;

  constructor(first: NodeQueries, openOther: () => Promise<NodeQueries>) {
    this.#current = first;
    this.#openOther = openOther;
  }

  async *find(level: Level, keys: Dataset): AsyncGenerator<Dataset, void, void> {
    let isAnswered = false;
    try {
      for await (const answer of this.#current.find(level, keys)) {
        isAnswered = true;
        yield answer;
      }
      return;
    } catch (error) {
      const isAbsent = asIsocenterError(error).code === 'dicomweb/no-service';
      if (isAnswered || !isAbsent || !this.#openOther) throw error;
    }
    await this.#goOver(this.#openOther);
    yield* this.#current.find(level, keys);
  }

  async #goOver(open: () => Promise<NodeQueries>): Promise<void> {
    this.#openOther = undefined;
    await this.#current[Symbol.asyncDispose]();
    this.#current = await open();
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#current[Symbol.asyncDispose]();
  }
}
