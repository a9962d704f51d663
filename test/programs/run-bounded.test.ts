/** Programs that hang, flood and take all memory. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { type BoundedRun, runBounded } from '../../src/programs/index.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const folder = new TemporaryDirectory('bounded');
afterAll(() => folder.remove());

const shell = (script: string) => ['/bin/sh', '-c', script] as const;
const run = (asked: Partial<BoundedRun> & Pick<BoundedRun, 'command'>) =>
  runBounded({ seconds: 60, memoryBytes: 2 ** 32, ...asked });
const isRunning = (pid: number): boolean => {
  try {
    // A zombie has ended; only nobody has asked how yet.
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('runBounded', () => {
  it('gives the code and what was said', async () => {
    const script = 'echo one; echo two >&2; exit 3';
    const { code, said } = await run({ command: shell(script) });
    expect(code).toBe(3);
    expect(said.split('\n').sort()).toEqual(['', 'one', 'two']);
  });

  it('hands down the environment it is told, and no other', async () => {
    const { said } = await run({ command: ['/usr/bin/env'], environment: { HOME: '/nowhere' } });
    expect(said).toBe('HOME=/nowhere\n');
  });

  it('gives it what it is to read, also when it does not read it', async () => {
    expect(await run({ command: ['/bin/cat'], input: 'a text' })).toMatchObject({ code: 0, said: 'a text' });
    expect(await run({ command: shell('exit 0'), input: 'x'.repeat(10_000_000) })).toMatchObject({ code: 0 });
  });

  it('ends what hangs, and whatever it started', async () => {
    const pids = folder.join('pids');
    const script = `sleep 600 & echo $! > ${pids}; sleep 600 & echo $! >> ${pids}; wait`;
    const running = run({ command: shell(script), seconds: 0.5 });
    await expect(running).rejects.toMatchObject({ code: 'program/timeout' });
    const started = readFileSync(pids, 'utf8').trim().split('\n').map(Number);
    expect(started).toHaveLength(2);
    await expect.poll(() => started.filter(isRunning)).toEqual([]);
  });

  it('keeps little of a flood, and does not stop it', async () => {
    const { code, said } = await run({ command: shell('head -c 5000000 /dev/zero | tr "\\0" x') });
    expect(code).toBe(0);
    expect(said).toHaveLength(64 * 1024);
  });

  it('ends what takes too much memory', async () => {
    const script = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(50_000_000, 1)), 20)';
    const running = run({ command: [process.execPath, '-e', script], memoryBytes: 300_000_000 });
    await expect(running).rejects.toMatchObject({ code: 'program/limit' });
  });

  it('ends with what its watch throws, or when it is cancelled', async () => {
    const watch = () => Promise.reject(new Error('seen'));
    await expect(run({ command: shell('sleep 600'), watch })).rejects.toThrow('seen');
    const signal = AbortSignal.timeout(100);
    const running = run({ command: shell('sleep 600'), signal });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect(run({ command: shell('true'), signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('says that a program is not there', async () => {
    const running = run({ command: [folder.join('none')] });
    await expect(running).rejects.toMatchObject({ code: 'program/not-started' });
  });
});
