import { asIsocenterError, type ErrorCode, IsocenterError, Slots } from '../base/index.ts';
import { type CallOptions, ExtensionProcess, type ProcessOptions } from './extension-process.ts';
import { IDLE_MS, MAXIMUM_WAITING } from './limits.ts';
import type { Call } from './messages.ts';

/** What ends a process in a bad way. */
const bad: ReadonlySet<ErrorCode> = new Set([
  'extension/ended',
  'extension/timeout',
  'extension/limit',
  'extension/nonsense',
  'extension/bad',
]);

export interface LaneOptions {
  readonly process: ProcessOptions;
  /** Throws `extension/resting`. */
  readonly requireAwake: () => void;
  /** Its process ended in a bad way. */
  readonly onEnd: (reason: IsocenterError) => void;
}

/**
 * Calls of one sort, one after the other, in a process that is there while there are any: nothing that a call leaves behind
 * (timers, memory) stays for long.
 */
export class Lane {
  readonly #options: LaneOptions;
  readonly #turns = new Slots(1, MAXIMUM_WAITING, 'extension/busy');
  #process: ExtensionProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param process one that has been started already */
  constructor(options: LaneOptions, process?: ExtensionProcess) {
    this.#options = options;
    this.#process = process;
    if (process) this.#waitIdle();
  }

  /** Throws as `ExtensionProcess.call` does, `extension/resting`, `extension/busy`. */
  async call(call: Call, options: CallOptions): Promise<unknown> {
    return await this.#turns.run(async () => {
      this.#options.requireAwake();
      if (this.#isClosed) throw new IsocenterError('archive/draining');
      clearTimeout(this.#idle);
      try {
        const process = await this.#running();
        return await process.call(call, options);
      } catch (error) {
        throw this.#noted(asIsocenterError(error));
      } finally {
        this.#waitIdle();
      }
    }, options.signal);
  }

  /** What is called already is done; nothing is after that. */
  async retire(): Promise<void> {
    await this.#turns.run(async () => this.close()).catch(() => this.close());
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    this.#process?.kill();
    this.#process = undefined;
  }

  async #running(): Promise<ExtensionProcess> {
    // Between two calls: of what one of them left behind.
    if (this.#process?.ended) this.#noted(this.#process.ended);
    this.#process ??= await ExtensionProcess.start(this.#options.process);
    return this.#process;
  }

  #noted(reason: IsocenterError): IsocenterError {
    if (bad.has(reason.code)) this.#options.onEnd(reason);
    if (this.#process?.ended) this.#process = undefined;
    return reason;
  }

  #waitIdle(): void {
    clearTimeout(this.#idle);
    if (this.#isClosed) this.close();
    else
      this.#idle = setTimeout(() => {
        this.#process?.kill();
        this.#process = undefined;
      }, IDLE_MS).unref();
  }
}
