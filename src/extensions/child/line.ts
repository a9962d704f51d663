import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Call, Said } from '../messages.ts';
import { reasonOf } from './reason-of.ts';

/** The way to the server. */
export class Line {
  readonly #socket: Socket;
  readonly #calls: AsyncIterator<string>;

  constructor(socket: Socket) {
    this.#socket = socket;
    // Also in the middle of an action: nobody is there who could take what it answers, and the next server calls it again.
    socket.on('close', () => process.exit(0));
    this.#calls = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  /** What the server says next. Without a server there is nothing left to do: the process ends. */
  async next(): Promise<Call> {
    const { value, done } = await this.#calls.next();
    if (done) process.exit(0);
    return JSON.parse(value) as Call;
  }

  say(said: Said): void {
    this.#socket.write(`${JSON.stringify(said)}\n`);
  }

  fail(error: unknown): void {
    this.say(reasonOf(error));
  }

  /** Resolves when the server has it, or is gone. */
  async flush(): Promise<void> {
    if (this.#socket.writableNeedDrain) await once(this.#socket, 'drain').catch(() => {});
  }
}
