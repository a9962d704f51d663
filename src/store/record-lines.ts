import { READ_CHUNK, readRange } from './file-reading.ts';
import { MAX_RECORD_BYTES } from './record-line.ts';

export interface RecordLine {
  readonly text: string;
  /** Counted from 1. */
  readonly number: number;
  /** Offset behind its line feed, bytes. */
  readonly end: number;
  /** False for the last line of a file when its line feed is missing. */
  readonly complete: boolean;
}

const LINE_FEED = 10;

/** The lines of a file, many at a time. Lines over the limit come with empty text, so memory is bounded. */
export async function* readLines(file: string): AsyncGenerator<RecordLine[]> {
  const splitter = new LineSplitter();
  for await (const chunk of readRange(file, {})) yield splitter.push(chunk);
  yield splitter.end();
}

class LineSplitter {
  #rest: Buffer = Buffer.alloc(0);
  #tooLong = false;
  #number = 0;
  #offset = 0;

  push(chunk: Uint8Array): RecordLine[] {
    const lines: RecordLine[] = [];
    let start = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, start)) {
      lines.push(this.#line(chunk.subarray(start, at), 1));
      start = at + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  end(): RecordLine[] {
    return this.#rest.length > 0 || this.#tooLong ? [this.#line(new Uint8Array(), 0)] : [];
  }

  #line(tail: Uint8Array, lineFeed: 0 | 1): RecordLine {
    this.#offset += tail.length + lineFeed;
    const tooLong = this.#tooLong || this.#rest.length + tail.length >= MAX_RECORD_BYTES;
    const text = tooLong ? '' : Buffer.concat([this.#rest, tail]).toString('utf8');
    this.#rest = Buffer.alloc(0);
    this.#tooLong = false;
    return { text, number: ++this.#number, end: this.#offset, complete: lineFeed === 1 };
  }

  #keep(tail: Uint8Array): void {
    this.#offset += tail.length;
    if (this.#tooLong || this.#rest.length + tail.length > MAX_RECORD_BYTES + READ_CHUNK) {
      this.#tooLong = true;
      this.#rest = Buffer.alloc(0);
    } else {
      this.#rest = Buffer.concat([this.#rest, tail]);
    }
  }
}
