/** What `npm start` and `npm test` stand on: a child that is as good as the process itself. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

const runScript = new URL('../../scripts/run.mjs', import.meta.url).href;

function start(program: string): ChildProcess {
  const parent = `import { runUnderOwnNode } from ${JSON.stringify(runScript)}; runUnderOwnNode(['-e', ${JSON.stringify(program)}]);`;
  return spawn(process.execPath, ['--input-type=module', '-e', parent], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('a program run under the own Node', () => {
  it('gives its exit code', async () => {
    const [code] = await once(start('process.exit(7)'), 'exit');
    expect(code).toBe(7);
  });

  it('is the pinned version', async () => {
    const child = start('console.log(process.versions.node)');
    let text = '';
    for await (const chunk of child.stdout ?? []) text += chunk;
    expect(text.trim()).toMatch(/^24\./);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('gets %s and may end in its own time', async (signal) => {
    const child = start(
      `process.on('${signal}', () => setTimeout(() => process.exit(9), 50)); setInterval(() => {}, 1000); console.log('up');`,
    );
    await once(child.stdout!, 'data');
    child.kill(signal);
    const [code] = await once(child, 'exit');
    expect(code).toBe(9);
  });

  it('passes on a death by signal', async () => {
    const [code] = await once(start("process.kill(process.pid, 'SIGKILL')"), 'exit');
    expect(code).toBe(128 + 9);
  });
});
