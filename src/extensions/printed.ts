import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Clock } from '../base/index.ts';
import { KEPT_LINES, LONGEST_LINE, MAXIMUM_PRINTED } from './limits.ts';

export interface PrintedLine {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly text: string;
}

const MINUTE_MS = 60_000;

/** The last lines that the processes of an extension printed, for who wrote it. They may speak of patients, so no log has them. */
export class Printed {
  readonly #clock: Clock;
  readonly #lines: PrintedLine[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get lines(): readonly PrintedLine[] {
    return this.#lines;
  }

  add(text: string): void {
    this.#lines.push({ at: this.#clock.now().toISOString(), text: text.slice(0, LONGEST_LINE) });
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
  }

  /** Reads a stream to its end; what comes too fast is dropped, and told. */
  follow(stream: Readable, onFlood: () => void): void {
    const decoder = new StringDecoder('utf8');
    let begin = '';
    let since = this.#clock.monotonic();
    let bytes = 0;
    stream.on('data', (chunk: Buffer) => {
      const now = this.#clock.monotonic();
      if (now - since > MINUTE_MS) [since, bytes] = [now, 0];
      bytes += chunk.length;
      if (bytes > MAXIMUM_PRINTED) return onFlood();
      const [first = '', ...more] = decoder.write(chunk).split('\n');
      // Of a line without an end the beginning is enough.
      begin = (begin + first).slice(0, LONGEST_LINE);
      if (more.length === 0) return;
      const last = more.pop()!;
      for (const line of [begin, ...more.slice(-KEPT_LINES)]) this.add(line.trimEnd());
      begin = last.slice(0, LONGEST_LINE);
    });
    stream.on('end', () => begin !== '' && this.add(begin));
    // The pipe of a process that was killed.
    stream.on('error', () => {});
  }
}
