/** The real program in a process of its own, against a control door with scripted operations. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/base/index.ts';
import { controlSocketName } from '../../src/client/index.ts';
import { type ControlApi, localAdministrator } from '../../src/contract/index.ts';
import { createControlDoor, type Door } from '../../src/http/index.ts';
import { fakeControl } from '../support/fake-control.ts';
import { mainScript, nodeBinary } from '../support/server.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const caller = { ...localAdministrator, actor: { kind: 'local', name: 'test' } } as const;
const health: ControlApi['health'] = async () => ({ status: 'ok', reasons: [] });

let directory: TemporaryDirectory;
let door: Door | undefined;

beforeEach(() => {
  directory = new TemporaryDirectory('cli');
});
afterEach(async () => {
  await door?.close();
  door = undefined;
  directory.remove();
});

async function serve(operations: Partial<ControlApi>): Promise<void> {
  const socketPath = join(directory.path, controlSocketName);
  door = createControlDoor(fakeControl({ health, ...operations }), {
    closeGraceMs: 300,
    socketPath,
    logger: silentLogger,
    caller,
  });
  await door.listen();
}

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function isocenter(args: string[], onStart: (pid: number) => void = () => {}): Promise<Finished> {
  const child = spawn(nodeBinary, [mainScript, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  onStart(child.pid ?? 0);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

describe('isocenter', () => {
  it('uses the server that answers on the control socket of the data directory', async () => {
    await serve({ nodesList: async () => ({ nodes: [] }) });
    const { code, stdout } = await isocenter(['nodes', 'list', '--json', '--data', directory.path]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' });
  });

  it('stops well on Ctrl-C: the operation is cancelled and the person is told', async () => {
    const started = Promise.withResolvers<void>();
    const cancelled = Promise.withResolvers<void>();
    await serve({
      async *importFiles(_request, { signal }) {
        yield { kind: 'progress', done: 3 };
        started.resolve();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        cancelled.resolve();
        throw signal.reason;
      },
    });
    const run = isocenter(['import', '/nowhere', '--data', directory.path], async (pid) => {
      await started.promise;
      // Long enough for the first line to arrive there.
      await new Promise((resolve) => setTimeout(resolve, 200));
      process.kill(pid, 'SIGINT');
    });
    await cancelled.promise;
    const { code, stderr } = await run;
    expect(stderr).toMatch(/Stopped after 3 files\. What was taken in is safe/);
    expect(code).toBe(130);
  });

  it('says when the server goes away in the middle', async () => {
    const started = Promise.withResolvers<void>();
    await serve({
      async *verify() {
        yield { kind: 'progress', done: 1 };
        started.resolve();
        await new Promise(() => {});
        throw new Error('never');
      },
    });
    const run = isocenter(['verify', '--data', directory.path], async () => {
      await started.promise;
      await door?.close();
    });
    // The door cancels the call; this operation does not listen, so the socket is what ends.
    const { code, stderr } = await Promise.race([run, timeout(10_000)]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/went away|shutting down/);
  });

  it('reports every wrong setting and starts nothing', async () => {
    const { code, stderr } = await isocenter([
      'find',
      '--data',
      directory.path,
      '--database',
      'mysql://x',
      '--config',
      'no.json',
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no\.json: cannot be read.*\n.*--database: is neither/);
  });

  it.skipIf(process.platform !== 'linux')('has its threads when the first file is read', async () => {
    const script = `
      await import(${JSON.stringify(new URL('../../src/cli/frame/runtime.ts', import.meta.url).href)});
      const { readdirSync, readFileSync } = await import('node:fs');
      const { stat } = await import('node:fs/promises');
      await Promise.all(Array.from({ length: 64 }, () => stat('/')));
      const names = readdirSync('/proc/self/task').map((id) => readFileSync('/proc/self/task/' + id + '/comm', 'utf8'));
      console.log(names.filter((name) => name.startsWith('libuv-worker')).length);`;
    const child = spawn(nodeBinary, ['--input-type=module', '-e', script, '--', '--threads', '11'], {
      stdio: 'pipe',
    });
    let stdout = '';
    for await (const chunk of child.stdout) stdout += chunk;
    expect(stdout.trim()).toBe('11');
  });
});

function timeout(ms: number): Promise<never> {
  return new Promise((_, reject) =>
    setTimeout(() => reject(new Error(`not done after ${ms} ms`)), ms).unref(),
  );
}
