import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { basename } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { endFamily, endProcess, FAMILY, familyOf, residentBytes } from './family.ts';

export interface BoundedRun {
  readonly command: readonly [program: string, ...args: string[]];
  /** The whole environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it starts; ours when absent. */
  readonly folder?: string;
  /** What it can read on its standard input; nothing when absent. */
  readonly input?: string;
  readonly seconds: number;
  /** Of it and, where it is somebody's own, of all that it started; looked at on Linux only. */
  readonly memoryBytes: number;
  /** It may start others, which may leave its group: they are looked for too (see family.ts). */
  readonly isOfSomebody?: boolean;
  /** Looked at while it runs; what it throws ends the program. */
  readonly watch?: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

export interface Ended {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  /** What it printed, cut at {@link MAXIMUM_SAID}. */
  readonly said: string;
}

/** What a program says is kept up to this length, characters. */
const MAXIMUM_SAID = 64 * 1024;
/** What a program printed last is read by then, ms. */
const OUTPUT_GRACE_MS = 1_000;
/** How often memory is looked at, ms. */
const WATCH_MS = 250;

/**
 * Runs a program to its end in a process group of its own, without a shell and without our environment. When this
 * returns or throws, nothing of the group is left; of somebody's own program nor of what left the group and kept its environment.
 * @throws IsocenterError `program/timeout`, `program/limit`, `program/not-started`, `cancelled`.
 */
export async function runBounded(run: BoundedRun): Promise<Ended> {
  if (run.signal?.aborted) throw new IsocenterError('cancelled');
  const [program, ...args] = run.command;
  const family = run.isOfSomebody ? randomUUID() : undefined;
  const child = spawn(program, args, {
    detached: true,
    cwd: run.folder,
    env: { ...run.environment, ...(family && { [FAMILY]: family }) },
    stdio: [run.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  using guard = new Guard(child, run, family);
  const said = printed(child);
  // It need not read what it is given.
  child.stdin?.on('error', () => {}).end(run.input);
  const [code] = (await once(child, 'close').catch((error: unknown) => notStarted(program, error))) as [
    number | null,
  ];
  await guard.restEnded;
  guard.throwIfEnded();
  return { code: code ?? undefined, said: said() };
}

function notStarted(program: string, error: unknown): never {
  const reason = (error as Error).message;
  throw new IsocenterError('program/not-started', { program: basename(program), reason }, error);
}

/** Both streams in the order in which they come. What is over the limit is read and dropped, so that nobody waits for us. */
function printed(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk.slice(0, Math.max(0, MAXIMUM_SAID - text.length));
    });
  }
  return () => text;
}

/** Ends a process group when there is a reason to, at the latest when it is disposed of. */
class Guard implements Disposable {
  readonly #child: ChildProcess;
  readonly #run: BoundedRun;
  readonly #program: string;
  readonly #family: string | undefined;
  /** When nothing of what it started runs any more. */
  restEnded: Promise<unknown> = Promise.resolve();
  readonly #late: NodeJS.Timeout;
  readonly #watch: NodeJS.Timeout;
  #closing: NodeJS.Timeout | undefined;
  #reason: unknown;

  constructor(child: ChildProcess, run: BoundedRun, family: string | undefined) {
    const { seconds, signal } = run;
    this.#child = child;
    this.#run = run;
    this.#family = family;
    this.#program = basename(run.command[0]);
    this.#late = setTimeout(
      () => this.#end(new IsocenterError('program/timeout', { program: this.#program, seconds })),
      seconds * 1000,
    );
    this.#watch = setInterval(() => void this.#look(), WATCH_MS);
    signal?.addEventListener('abort', this.#cancel);
    process.on('exit', this.#kill);
    // What it leaves behind may hold its output open.
    child.once('exit', () => {
      this.#kill();
      if (family !== undefined) this.restEnded = endFamily(family);
      void this.restEnded.finally(() => {
        this.#closing = setTimeout(() => this.#stopListening(), OUTPUT_GRACE_MS);
      });
    });
  }

  throwIfEnded(): void {
    if (this.#reason !== undefined) throw this.#reason;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#late);
    clearInterval(this.#watch);
    clearTimeout(this.#closing);
    this.#run.signal?.removeEventListener('abort', this.#cancel);
    process.off('exit', this.#kill);
    this.#kill();
  }

  readonly #cancel = (): void => this.#end(new IsocenterError('cancelled'));

  async #look(): Promise<void> {
    try {
      const { memoryBytes: limit } = this.#run;
      const others = this.#family === undefined ? [] : await familyOf(this.#family);
      const value = await residentBytes(new Set([this.#child.pid, ...others]));
      if (value > limit) throw new IsocenterError('program/limit', { program: this.#program, value, limit });
      await this.#run.watch?.();
    } catch (error) {
      this.#end(error);
    }
  }

  /** Somebody who got away still holds the output open. */
  #stopListening(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  #end(reason: unknown): void {
    this.#reason ??= reason;
    this.#kill();
  }

  readonly #kill = (): void => {
    if (this.#child.pid !== undefined) endProcess(-this.#child.pid);
  };
}
