/** Programs that hang, flood and take all memory. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { convertLimits } from '../../src/convert/limits.ts';
import { runBounded } from '../../src/convert/run-bounded.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const folder = new TemporaryDirectory('bounded');
afterAll(() => folder.remove());

const shell = (script: string) => ['/bin/sh', '-c', script] as const;
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
    const { code, said } = await runBounded({ command: shell(script) });
    expect(code).toBe(3);
    expect(said.split('\n').sort()).toEqual(['', 'one', 'two']);
  });

  it('hands down the environment it is told, and no other', async () => {
    const { said } = await runBounded({ command: ['/usr/bin/env'], environment: { HOME: '/nowhere' } });
    expect(said).toBe('HOME=/nowhere\n');
  });

  it('ends what hangs, and whatever it started', async () => {
    const pids = folder.join('pids');
    const script = `sleep 600 & echo $! > ${pids}; sleep 600 & echo $! >> ${pids}; wait`;
    const running = runBounded({ command: shell(script), seconds: 0.5 });
    await expect(running).rejects.toMatchObject({ code: 'convert/timeout' });
    const started = readFileSync(pids, 'utf8').trim().split('\n').map(Number);
    expect(started).toHaveLength(2);
    await expect.poll(() => started.filter(isRunning)).toEqual([]);
  });

  it('keeps little of a flood, and does not stop it', async () => {
    const { code, said } = await runBounded({ command: shell('head -c 5000000 /dev/zero | tr "\\0" x') });
    expect(code).toBe(0);
    expect(said).toHaveLength(convertLimits.messageCharacters);
  });

  it('ends what takes too much memory', async () => {
    const script = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(50_000_000, 1)), 20)';
    const running = runBounded({ command: [process.execPath, '-e', script], memoryBytes: 300_000_000 });
    await expect(running).rejects.toMatchObject({ code: 'convert/limit' });
  });

  it('ends with what its watch throws, or when it is cancelled', async () => {
    const watch = () => Promise.reject(new Error('seen'));
    await expect(runBounded({ command: shell('sleep 600'), watch })).rejects.toThrow('seen');
    const signal = AbortSignal.timeout(100);
    const running = runBounded({ command: shell('sleep 600'), signal });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect(runBounded({ command: shell('true'), signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('says that a program is not there', async () => {
    const running = runBounded({ command: [folder.join('none')] });
    await expect(running).rejects.toMatchObject({ code: 'convert/failed' });
  });
});
