import fs from 'node:fs';
import path from 'node:path';
import { dataSync, syncDirectory, writeAt } from './file-sync.ts';
import { storeError } from './io-error.ts';

const LINE_FEED = 10;
/** How far back from its end a file is read first to find the last whole line. */
const TAIL_BYTES = 1024 * 1024;

/** A file of lines that is only ever added to. A line that a power cut tore is cut off when it is opened. */
export class AppendFile {
  readonly #fd: number;
  readonly #what: string;
  #size: number;
  /** The last whole line, without its line feed; undefined when there is none. */
  readonly lastLine: string | undefined;

  private constructor(fd: number, what: string, size: number, lastLine: string | undefined) {
    this.#fd = fd;
    this.#what = what;
    this.#size = size;
    this.lastLine = lastLine;
  }

  /**
   * @param what it is, for errors.
   * @param mode of a new file.
   */
  static async open(file: string, what: string, mode: number): Promise<AppendFile> {
    try {
      const fd = fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT, mode);
      await syncDirectory(path.dirname(file));
      const { size, lastLine } = lastWholeLine(fd);
      fs.ftruncateSync(fd, size);
      return new AppendFile(fd, what, size, lastLine);
    } catch (error) {
      throw storeError(error, what);
    }
  }

  get size(): number {
    return this.#size;
  }

  /** Durable when it resolves. What a failed append may have left is overwritten by the next. One at a time. */
  async append(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    try {
      await writeAt(this.#fd, bytes, this.#size);
      await dataSync(this.#fd);
    } catch (error) {
      throw storeError(error, this.#what);
    }
    this.#size += bytes.length;
  }

  close(): void {
    fs.closeSync(this.#fd);
  }
}

/** However much a power cut left behind the line: what is before it stays. */
function lastWholeLine(fd: number): { size: number; lastLine: string | undefined } {
  const { size } = fs.fstatSync(fd);
  for (let length = TAIL_BYTES; ; length *= 4) {
    const tail = Buffer.alloc(Math.min(size, length));
    fs.readSync(fd, tail, 0, tail.length, size - tail.length);
    const end = tail.lastIndexOf(LINE_FEED);
    const start = end > 0 ? tail.lastIndexOf(LINE_FEED, end - 1) + 1 : 0;
    const isWhole = end >= 0 && start > 0;
    if (!isWhole && tail.length < size) continue;
    if (end < 0) return { size: 0, lastLine: undefined };
    return { size: size - tail.length + end + 1, lastLine: tail.toString('utf8', start, end) };
  }
}
