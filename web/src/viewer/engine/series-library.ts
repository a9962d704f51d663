/** The series of which a viewer shows something, each read once for all panes. It draws nothing, and is there before what does. */
import { forgetElements } from './elements.ts';
import { openSeries, type SeriesImages } from './series-images.ts';

export class SeriesLibrary {
  readonly #reading = new Map<string, Promise<SeriesImages>>();
  readonly #read = new Map<string, SeriesImages>();
  readonly #closing = new AbortController();

  constructor() {
    // Of the viewer before: what it was still decoding when it closed went on to ask for them.
    forgetElements();
  }

  /** Failures are `IsocenterError`s, and are not remembered. */
  images(study: string, series: string): Promise<SeriesImages> {
    const known = this.#reading.get(series);
    if (known) return known;
    const asked = openSeries(study, series, this.#closing.signal);
    this.#reading.set(series, asked);
    asked.then(
      (images) => this.#read.set(series, images),
      () => this.#reading.delete(series),
    );
    return asked;
  }

  /** Images that are no series of the archive: from now on they are found like one. */
  give(images: SeriesImages): void {
    this.#reading.set(images.series, Promise.resolve(images));
    this.#read.set(images.series, images);
  }

  /** A series that was read before; undefined of others. */
  read(series: string): SeriesImages | undefined {
    return this.#read.get(series);
  }

  /** Gives up what is still being read, and forgets the rest: whoever still knows it keeps nothing of it. */
  close(): void {
    this.#closing.abort();
    this.#reading.clear();
    this.#read.clear();
  }
}
