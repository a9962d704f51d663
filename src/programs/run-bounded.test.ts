import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { FAMILY } from './family.ts';
import { type BoundedRun, runBounded } from './run-bounded.ts';

const MEBIBYTE = 1024 ** 2;
const shell = (script: string, more: Partial<BoundedRun> = {}) =>
  runBounded({
    ...{ command: ['/bin/sh', '-c', script], environment: { PATH: '/usr/bin:/bin' } },
    ...{ seconds: 20, memoryBytes: 256 * MEBIBYTE, isOfSomebody: true, ...more },
  });

const isThere = (pid: number): boolean => {
  try {
    // What has ended and is not collected yet has no command.
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1') !== '';
  } catch {
    return false;
  }
};

describe.runIf(process.platform === 'linux')('a program within limits', () => {
  it('ends with all that it left running, also what left its group', async () => {
    using folder = new TemporaryDirectory('program');
    const pids = `${folder.path}/pids`;
    const { code } = await shell(
      `sleep 300 & echo $! > ${pids}; setsid sleep 300 & setsid sh -c 'echo $$ >> ${pids}; exec sleep 300' & while [ $(wc -l < ${pids}) -lt 2 ]; do :; done`,
    );
    expect(code).toBe(0);
    const left = readFileSync(pids, 'utf8').trim().split('\n').map(Number);
    expect(left).toHaveLength(2);
    expect(left.filter(isThere)).toEqual([]);
  });

  it('ends what hangs, and what that started', async () => {
    using folder = new TemporaryDirectory('program');
    const pids = `${folder.path}/pids`;
    const hanging = shell(`setsid sh -c 'echo $$ >> ${pids}; exec sleep 300' & sleep 300`, { seconds: 2 });
    await expect(hanging).rejects.toMatchObject({ code: 'program/timeout' });
    expect(readFileSync(pids, 'utf8').trim().split('\n').map(Number).filter(isThere)).toEqual([]);
  });

  it('counts the memory of what it started', async () => {
    const greedy = shell(`setsid sh -c 'x=$(head -c 120M /dev/zero | tr "\\0" x); sleep 60' & wait`, {
      memoryBytes: 64 * MEBIBYTE,
    });
    await expect(greedy).rejects.toMatchObject({ code: 'program/limit' });
  });

  it('does not wait for who got away and holds its output', async () => {
    using folder = new TemporaryDirectory('program');
    const pids = `${folder.path}/pids`;
    const left = `env -i setsid sh -c 'echo $$ >> ${pids}; exec sleep 300'`;
    const { code, said } = await shell(`echo hello; ${left} & while [ ! -s ${pids} ]; do :; done`);
    process.kill(Number(readFileSync(pids, 'utf8')), 'SIGKILL');
    expect({ code, said }).toEqual({ code: 0, said: 'hello\n' });
  });

  it('leaves alone what is none of its family any more', async () => {
    using folder = new TemporaryDirectory('program');
    const pids = `${folder.path}/pids`;
    const left = `env -u ${FAMILY} setsid sh -c 'echo $$ >> ${pids}; exec sleep 300 < /dev/null > /dev/null 2>&1'`;
    const { code } = await shell(`${left} > /dev/null 2>&1 & while [ ! -s ${pids} ]; do :; done`);
    expect(code).toBe(0);
    const pid = Number(readFileSync(pids, 'utf8'));
    // While it becomes another program it has no command for a moment.
    await expect.poll(() => isThere(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });
});
