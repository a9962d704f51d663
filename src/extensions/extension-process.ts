import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { asIsocenterError, IsocenterError } from '../base/index.ts';
import { residentBytes } from '../programs/index.ts';
import { LOAD_MS, MAXIMUM_PRINTED, MEMORY_BESIDE_HEAP, WATCH_MS } from './limits.ts';
import type { Call, Description, ImagePage, Reply } from './messages.ts';
import type { Printed } from './printed.ts';
import { ReplyLines } from './reply-lines.ts';

const isSource = import.meta.url.endsWith('.ts');
const program = fileURLToPath(new URL(`./extension-child.${isSource ? 'ts' : 'js'}`, import.meta.url));
/** Everything that the program may load of us. */
const programFolder = fileURLToPath(new URL(isSource ? '../' : './', import.meta.url));

export interface ProcessOptions {
  readonly extension: string;
  /** The file that is loaded. */
  readonly file: string;
  /** Folders and files that it may read. */
  readonly readable: readonly string[];
  /** The folder that it may write to. */
  readonly folder: string;
  readonly megabytes: number;
  readonly printed: Printed;
}

export interface CallOptions {
  readonly milliseconds: number;
  readonly signal?: AbortSignal | undefined;
  /** Images that the extension asks for meanwhile. */
  readonly images?: (elements: readonly string[], after: number) => Promise<ImagePage>;
}

/**
 * A process that an extension runs in. Node keeps it from other files, programs and threads (`--permission`), so that what
 * goes wrong by mistake does no harm; it is no wall against somebody who means harm.
 */
export class ExtensionProcess {
  readonly #extension: string;
  readonly #child: ChildProcess;
  readonly #line: Duplex;
  readonly #lines: ReplyLines;
  readonly #watch: NodeJS.Timeout;
  #description: Description | undefined;
  #end: IsocenterError | undefined;
  #wake: (() => void) | undefined;

  private constructor(options: ProcessOptions) {
    const { extension, printed, megabytes } = options;
    this.#extension = extension;
    this.#lines = new ReplyLines(extension);
    this.#child = spawn(process.execPath, argumentsOf(options), {
      cwd: options.folder,
      env: {},
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.#line = this.#child.stdio[3] as Duplex;
    for (const stream of [this.#child.stdout, this.#child.stderr])
      if (stream) printed.follow(stream, () => this.#endOver('What it prints in a minute', MAXIMUM_PRINTED));
    this.#listen();
    const memory = megabytes * 1024 ** 2 + MEMORY_BESIDE_HEAP;
    this.#watch = setInterval(() => void this.#watchMemory(memory), WATCH_MS);
    process.on('exit', this.kill);
  }

  /** Ready to be called. Throws `extension/bad` with what is wrong with it, `extension/timeout`, `extension/limit`. */
  static async start(options: ProcessOptions): Promise<ExtensionProcess> {
    const started = new ExtensionProcess(options);
    const { extension } = options;
    try {
      const reply = await started.#within({ milliseconds: LOAD_MS }, () => started.#next());
      if (reply.kind === 'ready') {
        started.#description = reply.description;
        return started;
      }
      const reason = reply.kind === 'failed' ? reply.reason : 'it says nothing of itself';
      throw new IsocenterError('extension/bad', { extension, reason });
    } catch (error) {
      started.kill();
      throw badWhileLoading(extension, asIsocenterError(error));
    }
  }

  get description(): Description {
    return this.#description!;
  }

  /** Why it is not there any more; undefined while it is. */
  get ended(): IsocenterError | undefined {
    return this.#end;
  }

  /**
   * What it answers. One call at a time. Throws `extension/failed`, `extension/not-now`; and `extension/ended`,
   * `extension/timeout`, `extension/limit`, `extension/nonsense`, `cancelled`, after which it is not there any more.
   */
  async call(call: Call, options: CallOptions): Promise<unknown> {
    return await this.#within(options, async () => {
      this.#send(call);
      for (;;) {
        const reply = await this.#next();
        if (reply.kind === 'done') return reply.result;
        if (reply.kind === 'images') await this.#sendImages(reply, options);
        else throw this.#failure(reply);
      }
    });
  }

  /** It is gone when this returns, whatever it does. */
  readonly kill = (): void => {
    this.#end ??= new IsocenterError('cancelled');
    clearInterval(this.#watch);
    process.off('exit', this.kill);
    this.#child.kill('SIGKILL');
    this.#wake?.();
  };

  #listen(): void {
    const ended = (reason: string) => this.#endWith(this.#endedError(reason));
    this.#child.on('error', ({ message }) => ended(message));
    this.#child.on('close', (code, signal) =>
      ended(signal === null ? `code ${code}` : signal === 'SIGABRT' ? 'SIGABRT, as without memory' : signal),
    );
    this.#line.on('error', () => {});
    this.#line.on('data', (chunk: Buffer) => {
      try {
        if (this.#end === undefined) this.#lines.push(chunk);
        this.#wake?.();
      } catch (error) {
        this.#endWith(asIsocenterError(error));
      }
    });
  }

  /** Does something while the time of it runs. What takes too long or is not wanted any more ends the process. */
  async #within<Result>({ milliseconds, signal }: CallOptions, work: () => Promise<Result>): Promise<Result> {
    const cancel = () => this.#endWith(new IsocenterError('cancelled'));
    if (signal?.aborted) throw new IsocenterError('cancelled');
    const late = setTimeout(() => this.#endWith(this.#timeoutError(milliseconds)), milliseconds);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await work();
    } finally {
      clearTimeout(late);
      signal?.removeEventListener('abort', cancel);
    }
  }

  #send(call: Call): void {
    if (this.#end) throw this.#end;
    this.#line.write(`${JSON.stringify(call)}\n`);
  }

  async #sendImages(
    { elements, after }: Extract<Reply, { kind: 'images' }>,
    { images }: CallOptions,
  ): Promise<void> {
    try {
      const page = (await images?.(elements, after)) ?? { images: [], hasMore: false };
      this.#send({ kind: 'images', page });
    } catch (error) {
      // It waits for an answer that does not come.
      this.#endWith(asIsocenterError(error));
    }
  }

  async #next(): Promise<Reply> {
    for (;;) {
      const reply = this.#lines.shift();
      if (reply) return reply;
      if (this.#end) throw this.#end;
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  #failure(reply: Reply): IsocenterError {
    const extension = this.#extension;
    if (reply.kind === 'failed')
      return new IsocenterError(reply.isLater ? 'extension/not-now' : 'extension/failed', {
        ...{ extension, reason: reply.reason },
      });
    const nonsense = new IsocenterError('extension/nonsense', { extension, reason: reply.kind });
    this.#endWith(nonsense);
    return nonsense;
  }

  async #watchMemory(limit: number): Promise<void> {
    if ((await residentBytes([this.#child.pid])) > limit) this.#endOver('Its memory', limit);
  }

  #endOver(what: string, limit: number): void {
    const extension = this.#extension;
    this.#endWith(new IsocenterError('extension/limit', { extension, what, value: 'more', limit }));
  }

  #endWith(reason: IsocenterError): void {
    this.#end ??= reason;
    this.kill();
  }

  #timeoutError(milliseconds: number): IsocenterError {
    return new IsocenterError('extension/timeout', {
      ...{ extension: this.#extension, seconds: milliseconds / 1000 },
    });
  }

  #endedError(reason: string): IsocenterError {
    return new IsocenterError('extension/ended', { extension: this.#extension, reason });
  }
}

function argumentsOf({ file, folder, readable, megabytes }: ProcessOptions): string[] {
  return [
    '--permission',
    '--disable-warning=ExperimentalWarning',
    `--max-old-space-size=${megabytes}`,
    ...[programFolder, folder, ...readable].map((path) => `--allow-fs-read=${path}`),
    `--allow-fs-write=${folder}`,
    ...[program, file, folder],
  ];
}

/** One that ends while it is loaded is a bad one. */
const badWhileLoading = (extension: string, error: IsocenterError): IsocenterError =>
  error.code === 'extension/bad'
    ? error
    : new IsocenterError('extension/bad', { extension, reason: error.message }, error);
