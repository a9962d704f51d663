import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Output beyond this is cut; a peer that goes wrong may print without end. */
const MAX_CAPTURED_CHARACTERS = 4 * 1024 * 1024;
/** How long a process may take to go after SIGTERM before it gets SIGKILL. */
const STOP_GRACE_MS = 5_000;
const DEFAULT_TIMEOUT_MS = 60_000;

export interface Output {
  /** Exit code; 128 + signal number is not imitated, a signal gives -1. */
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SpawnOptions {
  /** Added to this process's environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** File descriptor or stream for standard output instead of capturing it. */
  readonly discardOutput?: boolean;
  /** What it reads from standard input; nothing when absent. */
  readonly input?: string;
}

const live = new Set<ChildProcess>();
// Before the temporary directories they write to are removed.
process.prependOnceListener('exit', () => {
  for (const child of live) child.kill('SIGKILL');
});

/** A second program that runs beside the test. It ends when stopped or disposed of, at the latest with this process. */
export class BackgroundProcess implements AsyncDisposable {
  readonly pid: number;
  readonly exited: Promise<Output>;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';
  #running = true;

  constructor(command: string, args: readonly string[], options: SpawnOptions = {}) {
    const output = options.discardOutput ? 'ignore' : 'pipe';
    this.#child = spawn(command, [...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: [options.input === undefined ? 'ignore' : 'pipe', output, output],
    });
    this.#child.stdin?.end(options.input);
    live.add(this.#child);
    this.pid = this.#child.pid ?? -1;
    this.#capture();
    this.exited = this.#whenClosed(command);
    // A process that cannot be started is reported to whoever awaits it, not as an unhandled rejection.
    this.exited.catch(() => {});
  }

  get running(): boolean {
    return this.#running;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** SIGTERM, and SIGKILL when that does not help. */
  async stop(graceMs = STOP_GRACE_MS): Promise<Output> {
    this.kill('SIGTERM');
    const timer = setTimeout(() => this.kill('SIGKILL'), graceMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  async kill9(): Promise<Output> {
    this.kill('SIGKILL');
    return await this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#running) await this.stop();
  }

  #capture(): void {
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (this.#stdout.length < MAX_CAPTURED_CHARACTERS) this.#stdout += text;
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (this.#stderr.length < MAX_CAPTURED_CHARACTERS) this.#stderr += text;
    });
  }

  #whenClosed(command: string): Promise<Output> {
    return new Promise((resolve, reject) => {
      const gone = () => {
        this.#running = false;
        live.delete(this.#child);
      };
      this.#child.once('error', (error) => {
        gone();
        reject(new Error(`${command} cannot be started: ${error.message}`));
      });
      this.#child.once('close', (code, signal) => {
        gone();
        resolve({ code: code ?? -1, signal, stdout: this.#stdout, stderr: this.#stderr });
      });
    });
  }
}

/** Runs a program to its end; one that takes longer than `timeoutMs` is killed (signal SIGKILL in the result). */
export async function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { readonly timeoutMs?: number } = {},
): Promise<Output> {
  const child = new BackgroundProcess(command, args, options);
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  try {
    return await child.exited;
  } finally {
    clearTimeout(timer);
  }
}

/** Like `run`, and throws with what the program said when it did not end with 0. */
export async function runOrThrow(...args: Parameters<typeof run>): Promise<Output> {
  const output = await run(...args);
  if (output.code === 0) return output;
  const [command, commandArgs] = args;
  const ending = output.signal ?? `code ${output.code}`;
  throw new Error(
    `${command} ${commandArgs.join(' ')} ended with ${ending}:\n${output.stderr}${output.stdout}`,
  );
}

/** Where a program is: Debian's directories first, so that a namesake earlier on PATH does not win. */
export function findProgram(name: string): string | undefined {
  const directories = ['/usr/bin', '/usr/sbin', ...(process.env.PATH ?? '').split(delimiter)];
  return directories.map((directory) => join(directory, name)).find((path) => existsSync(path));
}

/** Polls until `check` gives a value other than undefined or false. */
export async function waitFor<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
  { timeoutMs = 20_000, intervalMs = 20 }: { timeoutMs?: number; intervalMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`${what}: nothing within ${timeoutMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}
