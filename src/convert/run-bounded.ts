import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { IsocenterError } from '../base/index.ts';
import { convertLimits } from './limits.ts';

interface BoundedRun {
  readonly command: readonly [program: string, ...args: string[]];
  /** The whole environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly seconds?: number;
  readonly memoryBytes?: number;
  /** Looked at while it runs; what it throws ends the program. */
  readonly watch?: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

export interface Ended {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  /** What it printed, cut at `messageCharacters`. */
  readonly said: string;
}

/**
 * Runs a program to its end in a process group of its own, without a shell, without our environment and with nothing
 * to read. When this returns or throws, nothing of the group is left.
 * @throws IsocenterError `convert/timeout`, `convert/limit`, `cancelled`, `convert/failed` when it cannot be started.
 */
export async function runBounded(run: BoundedRun): Promise<Ended> {
  if (run.signal?.aborted) throw new IsocenterError('cancelled');
  const [program, ...args] = run.command;
  const child = spawn(program, args, {
    detached: true,
    env: { ...run.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  using guard = new Guard(child, run);
  const said = printed(child);
  const [code] = (await once(child, 'close').catch(notStarted)) as [number | null];
  guard.throwIfEnded();
  return { code: code ?? undefined, said: said() };
}

function notStarted(error: unknown): never {
  throw new IsocenterError('convert/failed', { reason: 'dcm2niix cannot be started' }, error);
}

/** Both streams in the order in which they come. What is over the limit is read and dropped, so that nobody waits for us. */
function printed(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk.slice(0, convertLimits.messageCharacters - text.length);
    });
  }
  return () => text;
}

/** Ends a process group when there is a reason to, at the latest when it is disposed of. */
class Guard implements Disposable {
  readonly #child: ChildProcess;
  readonly #run: BoundedRun;
  readonly #late: NodeJS.Timeout;
  readonly #watch: NodeJS.Timeout;
  #reason: unknown;

  constructor(child: ChildProcess, run: BoundedRun) {
    const { seconds = convertLimits.seconds, signal } = run;
    this.#child = child;
    this.#run = run;
    this.#late = setTimeout(
      () => this.#end(new IsocenterError('convert/timeout', { seconds })),
      seconds * 1000,
    );
    this.#watch = setInterval(() => void this.#look(), convertLimits.watchMs);
    signal?.addEventListener('abort', this.#cancel);
    process.on('exit', this.#kill);
  }

  throwIfEnded(): void {
    if (this.#reason !== undefined) throw this.#reason;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#late);
    clearInterval(this.#watch);
    this.#run.signal?.removeEventListener('abort', this.#cancel);
    process.off('exit', this.#kill);
    this.#kill();
  }

  readonly #cancel = (): void => this.#end(new IsocenterError('cancelled'));

  async #look(): Promise<void> {
    try {
      const limit = this.#run.memoryBytes ?? convertLimits.memoryBytes;
      const value = await residentBytes(this.#child.pid);
      if (value > limit) throw new IsocenterError('convert/limit', { what: 'Memory in bytes', value, limit });
      await this.#run.watch?.();
    } catch (error) {
      this.#end(error);
    }
  }

  #end(reason: unknown): void {
    this.#reason ??= reason;
    this.#kill();
  }

  /** A negative number names a process group. One that is gone is no error. */
  readonly #kill = (): void => {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
}

/** 0 where the system does not say it, or for a process that is gone. */
async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
