import { createHash, type Hash } from 'node:crypto';
import type { Archive, StoredInstance } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import type { Caller } from '../../contract/index.ts';
import { type ElementPath, parseElementPath, stringsAt } from '../../dicom/index.ts';
import type { GivenImage, GivenSeries, ImagePage } from '../../extensions/index.ts';
import type { Subject } from './action.ts';
import { selectorOf } from './selection-of.ts';

/** Longest value of an element that an extension is given, and of all values of one page, characters. */
const LONGEST_VALUE = 10_240;
const PAGE_CHARACTERS = 500_000;
const PAGE_IMAGES = 500;
/** Nothing of an image but its text is asked for by name, so longer lists are a mistake or no text. */
const MOST_VALUES = 1_000;

interface Counted {
  readonly seriesInstanceUid: string;
  readonly values: GivenSeries['values'];
  readonly content: Hash;
  images: number;
}

/** The series that an action works on: what was asked of their first images, and what they hold. Throws `query/bad` for elements that are none. */
export async function workOf(
  archive: Archive,
  caller: Caller,
  subject: Subject,
  elements: readonly string[],
  signal: AbortSignal,
): Promise<GivenSeries[]> {
  const paths = pathsOf(elements);
  const found = new Map<string, Counted>();
  for await (const page of archive.select(caller.actor, caller.scope, [selectorOf(subject)])) {
    if (signal.aborted) throw new IsocenterError('cancelled');
    for (const instance of page) {
      const { seriesInstanceUid, sopInstanceUid, sha256 } = instance;
      let series = found.get(seriesInstanceUid);
      if (!series) {
        const values = await valuesOf(archive, caller, instance, paths);
        series = { seriesInstanceUid, values, content: createHash('sha256'), images: 0 };
        found.set(seriesInstanceUid, series);
      }
      series.images++;
      series.content.update(`${sopInstanceUid} ${sha256}\n`);
    }
  }
  return [...found.values()].map(({ content, ...series }) => ({ ...series, content: content.digest('hex') }));
}

/** Answers pages of the images of a subject, each from where the last one ended. */
export function imagesOf(archive: Archive, caller: Caller, subject: Subject) {
  let reader: InstanceReader | undefined;
  return async (elements: readonly string[], after: number): Promise<ImagePage> => {
    const paths = pathsOf(elements);
    if (reader?.position !== after) reader = await InstanceReader.from(archive, caller, subject, after);
    const images: GivenImage[] = [];
    for (let characters = 0; images.length < PAGE_IMAGES && characters < PAGE_CHARACTERS; ) {
      const instance = await reader.next();
      if (!instance) return { images, hasMore: false };
      const { seriesInstanceUid, sopInstanceUid } = instance;
      const values = await valuesOf(archive, caller, instance, paths);
      images.push({ seriesInstanceUid, sopInstanceUid, values });
      characters += JSON.stringify(values).length;
    }
    return { images, hasMore: true };
  };
}

class InstanceReader {
  readonly #instances: AsyncIterator<StoredInstance>;
  position = 0;

  private constructor(instances: AsyncIterator<StoredInstance>) {
    this.#instances = instances;
  }

  static async from(
    archive: Archive,
    { actor, scope }: Caller,
    subject: Subject,
    position: number,
  ): Promise<InstanceReader> {
    const reader = new InstanceReader(each(archive.select(actor, scope, [selectorOf(subject)])));
    while (reader.position < position && (await reader.next()));
    return reader;
  }

  async next(): Promise<StoredInstance | undefined> {
    const { value, done } = await this.#instances.next();
    if (done) return undefined;
    this.position++;
    return value;
  }
}

async function* each(pages: AsyncIterable<readonly StoredInstance[]>): AsyncGenerator<StoredInstance> {
  for await (const page of pages) yield* page;
}

const pathsOf = (elements: readonly string[]): (readonly [name: string, path: ElementPath])[] =>
  elements.map((name) => [name, parseElementPath(name)]);

async function valuesOf(
  archive: Archive,
  { actor, scope }: Caller,
  instance: StoredInstance,
  paths: readonly (readonly [name: string, path: ElementPath])[],
): Promise<Record<string, string[]>> {
  if (paths.length === 0) return {};
  const { dataset } = await archive.header(actor, scope, instance);
  return Object.fromEntries(
    paths.map(([name, path]) => [
      name,
      stringsAt(dataset, path)
        .filter((value) => value !== '')
        .slice(0, MOST_VALUES)
        .map((value) => value.slice(0, LONGEST_VALUE)),
    ]),
  );
}
