import { IsocenterError, jsonIn } from '../base/index.ts';
import { MAXIMUM_REPLY } from './limits.ts';
import { type Reply, reply } from './messages.ts';

/** Replies that came without being waited for. A process that is asked one thing at a time has no reason for more. */
const MAXIMUM_UNASKED = 10;

/** What a process says, cut into lines. A line that has no end is not kept. */
export class ReplyLines {
  readonly #extension: string;
  #unfinished: Buffer[] = [];
  #length = 0;
  readonly #replies: Reply[] = [];

  constructor(extension: string) {
    this.#extension = extension;
  }

  /** Throws `extension/limit`, `extension/nonsense`; then nothing that comes later has a meaning. */
  push(chunk: Buffer): void {
    let begin = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, begin)) {
      this.#keep(chunk.subarray(begin, end));
      this.#take(Buffer.concat(this.#unfinished).toString('utf8'));
      this.#unfinished = [];
      this.#length = 0;
      begin = end + 1;
    }
    this.#keep(chunk.subarray(begin));
  }

  /** The next one that nobody has taken. */
  shift(): Reply | undefined {
    return this.#replies.shift();
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > MAXIMUM_REPLY)
      throw new IsocenterError('extension/limit', {
        ...{ extension: this.#extension, what: 'An answer', value: `over ${MAXIMUM_REPLY} bytes` },
        limit: MAXIMUM_REPLY,
      });
    if (part.length > 0) this.#unfinished.push(part);
  }

  #take(line: string): void {
    const parsed = reply.safeParse(jsonIn(line));
    if (!parsed.success || this.#replies.length >= MAXIMUM_UNASKED) {
      const reason = parsed.error?.issues[0]?.message ?? 'it answered more than it was asked';
      throw new IsocenterError('extension/nonsense', { extension: this.#extension, reason });
    }
    this.#replies.push(parsed.data);
  }
}
