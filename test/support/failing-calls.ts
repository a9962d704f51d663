import { BackgroundProcess, waitFor } from './processes.ts';

/** Lets system calls of a running process fail until disposed of; then it goes on undisturbed. */
export class FailingCalls implements AsyncDisposable {
  readonly #strace: BackgroundProcess;

  private constructor(strace: BackgroundProcess) {
    this.#strace = strace;
  }

  /**
   * @param inject as strace takes it, such as `fdatasync:error=EIO`
   * @param paths only calls on these files; all when there are none
   */
  static async of(pid: number, inject: string, paths: readonly string[] = []): Promise<FailingCalls> {
    const [calls = ''] = inject.split(':');
    const only = paths.flatMap((path) => ['-P', path]);
    const tamper = ['-e', `trace=${calls}`, '-e', `inject=${inject}`];
    const flags = ['-f', '-o', '/dev/null', ...tamper, ...only, '-p', String(pid)];
    const strace = new BackgroundProcess('strace', flags);
    await waitFor('strace', () => strace.stderr.includes('attached'));
    return new FailingCalls(strace);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // On SIGINT strace lets go of the process.
    this.#strace.kill('SIGINT');
    await this.#strace.exited;
  }
}
