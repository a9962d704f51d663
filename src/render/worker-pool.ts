import { availableParallelism } from 'node:os';
import type { Piscina } from 'piscina';
import type { TakeMemory } from '../archive/index.ts';
import { asIsocenterError, type ErrorCode, errorRegister, IsocenterError, Slots } from '../base/index.ts';
import { FrameMemory } from './frame-memory.ts';
import { renderLimits } from './limits.ts';
import type { AnswerTo, Task, TaskFailure } from './tasks.ts';

/**
 * Threads for what takes time on the processor. None runs before the first task, and they end when there is nothing to
 * do. A task is made when it is its turn: those that wait hold no pixels.
 */
export class WorkerPool {
  readonly #threads = Math.min(availableParallelism(), renderLimits.threads);
  // One more than there are threads: its frame is read while they work.
  readonly #slots = new Slots(this.#threads + 1, renderLimits.waiting, 'render/busy');
  readonly #memories: FrameMemory[] = [];
  #pool: Promise<Piscina<Task, unknown>> | undefined;

  /**
   * Makes a task and has it done. Frames that are only looked at may lie in memory that the task takes. Errors: those of the task; `render/busy`, `render/timeout`, `cancelled`. What is
   * cancelled or takes too long is stopped together with its thread.
   */
  run<Asked extends Task>(
    make: (take: TakeMemory) => Asked | Promise<Asked>,
    signal?: AbortSignal,
  ): Promise<AnswerTo<Asked>> {
    return this.#slots.run(async () => {
      const memory = this.#memories.pop() ?? new FrameMemory();
      try {
        return await this.#perform(await make(memory.take), signal);
      } finally {
        this.#memories.push(memory);
      }
    }, signal);
  }

  async close(): Promise<void> {
    const pool = await this.#pool;
    this.#pool = undefined;
    await pool?.destroy();
  }

  async #perform<Asked extends Task>(task: Asked, signal: AbortSignal | undefined): Promise<AnswerTo<Asked>> {
    this.#pool ??= this.#start();
    const pool = await this.#pool;
    // Signals that are made of signals and times outlive the task, until they are collected.
    const stopped = new AbortController();
    const stop = () => stopped.abort();
    const late = setTimeout(stop, renderLimits.taskMs);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    try {
      const answer = await pool.run(task, { signal: stopped.signal, transferList: buffersOf(task) });
      if (isFailure(answer)) throw revived(answer);
      return answer as AnswerTo<Asked>;
    } catch (error) {
      if (signal?.aborted) throw new IsocenterError('cancelled', {}, error);
      if (stopped.signal.aborted)
        throw new IsocenterError('render/timeout', { seconds: renderLimits.taskMs / 1000 }, error);
      throw asIsocenterError(error);
    } finally {
      clearTimeout(late);
      signal?.removeEventListener('abort', stop);
    }
  }

  async #start(): Promise<Piscina<Task, unknown>> {
    const { Piscina } = await import('piscina');
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    return new Piscina({
      filename: new URL(`./worker.${extension}`, import.meta.url).href,
      minThreads: 0,
      maxThreads: this.#threads,
      idleTimeout: renderLimits.idleMs,
      recordTiming: false,
    });
  }
}

/** Bytes that have their memory for themselves are handed to the thread; shared ones lie there, of others it gets a copy. */
function buffersOf(task: Task): ArrayBuffer[] {
  const bytes = 'cells' in task ? task.cells.map(({ pixels }) => pixels) : [task.frame.bytes];
  return bytes
    .filter(({ buffer, byteLength }) => buffer instanceof ArrayBuffer && byteLength === buffer.byteLength)
    .map(({ buffer }) => buffer as ArrayBuffer);
}

const isFailure = (answer: unknown): answer is TaskFailure =>
  typeof answer === 'object' && answer !== null && 'failed' in answer;

function revived({ failed }: TaskFailure): IsocenterError {
  const code: ErrorCode = failed.code in errorRegister ? (failed.code as ErrorCode) : 'internal';
  return new IsocenterError(code, failed.params);
}
