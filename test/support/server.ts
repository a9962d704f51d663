import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DicomPeer } from './dcmtk.ts';
import { freePort } from './ports.ts';
import { BackgroundProcess, type Output, type SpawnOptions, waitFor } from './processes.ts';
import { TemporaryDirectory } from './temp.ts';
import { usualDatabaseFlags } from './usual-engine.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
/** The project's own Node, not the one that happens to be on PATH. */
export const nodeBinary = `${projectRoot}node_modules/.bin/node`;
export const mainScript = `${projectRoot}src/cli/main.ts`;

export interface IsocenterOptions extends SpawnOptions {
  /** Data directory; a temporary one, removed at the end, when absent. */
  readonly data?: string;
  /** `sqlite:PATH` or `postgres://...`; on the usual engine of this run when absent. */
  readonly database?: string;
  readonly aet?: string;
  /** Contents of a configuration file, such as `{ nodes: [...] }`. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Further arguments of `serve`. */
  readonly args?: readonly string[];
  /** A program to run the server under. Signals go to it: it must pass them on or get out of the way (strace: `-D`). */
  readonly wrapper?: readonly string[];
  readonly dicomPort?: number;
  readonly httpPort?: number;
  readonly readyTimeoutMs?: number;
}

/** A running Isocenter of its own: `peer` is what DICOM clients need to call it. */
export interface IsocenterServer extends AsyncDisposable {
  readonly dicomPort: number;
  readonly httpPort: number;
  readonly aet: string;
  readonly data: string;
  readonly pid: number;
  readonly peer: DicomPeer;
  readonly process: BackgroundProcess;
  /** What the server wrote to standard error (its log) so far. */
  readonly stderr: string;
  /** From start of the process to the first good answer of /health, in ms. */
  readonly readyAfterMs: number;
  /** SIGTERM: the server drains. A temporary data directory is removed. */
  stop(): Promise<Output>;
  /** SIGKILL; the data directory stays so that a test can start again on it. */
  kill9(): Promise<Output>;
}

/** Starts `isocenter serve` on free loopback ports and waits until /health says that it is ready. */
export async function startIsocenter(options: IsocenterOptions = {}): Promise<IsocenterServer> {
  const aet = options.aet ?? 'ISOCENTER';
  const temporary = new TemporaryDirectory('server');
  const data = options.data ?? temporary.join('data');
  const dicomPort = options.dicomPort ?? (await freePort());
  const httpPort = options.httpPort ?? (await freePort());
  const ports = ['--host', '127.0.0.1', '--dicom-port', String(dicomPort), '--http-port', String(httpPort)];
  const { database: named } = options;
  const database = named === undefined ? await usualDatabaseFlags(data) : ['--database', named];
  const config = options.config === undefined ? [] : ['--config', temporary.join('config.json')];
  if (options.config !== undefined)
    writeFileSync(temporary.join('config.json'), JSON.stringify(options.config));
  const settings = [...ports, '--aet', aet, ...database, ...config, ...(options.args ?? [])];
  const serve = ['serve', '--data', data, ...settings];
  const [command = nodeBinary, ...args] = [...(options.wrapper ?? []), nodeBinary, mainScript, ...serve];

  const started = performance.now();
  const server = new BackgroundProcess(command, args, options);
  try {
    await waitUntilReady(server, httpPort, options.readyTimeoutMs);
  } catch (error) {
    await server.kill9().catch(() => {});
    temporary.remove();
    throw error;
  }
  const readyAfterMs = performance.now() - started;
  const stop = async () => {
    const output = await server.stop(15_000);
    temporary.remove();
    return output;
  };
  return {
    dicomPort,
    httpPort,
    aet,
    data,
    pid: server.pid,
    peer: { host: '127.0.0.1', port: dicomPort, aet },
    process: server,
    readyAfterMs,
    get stderr() {
      return server.stderr;
    },
    stop,
    async kill9() {
      const output = await server.kill9();
      if (options.data !== undefined) temporary.remove();
      return output;
    },
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}

async function waitUntilReady(
  server: BackgroundProcess,
  httpPort: number,
  timeoutMs = 30_000,
): Promise<void> {
  await waitFor(
    'a healthy server',
    async () => {
      if (!server.running)
        throw new Error(`the server ended before it was ready:\n${server.stderr}${server.stdout}`);
      const response = await fetch(`http://127.0.0.1:${httpPort}/health`).catch(() => undefined);
      await response?.body?.cancel();
      return response?.ok === true;
    },
    { timeoutMs, intervalMs: 10 },
  );
}
