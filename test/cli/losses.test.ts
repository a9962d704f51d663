/** A stored file that is gone, as a person on the command line meets it: from the finding to accepting it. */
import { globSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCorpus } from '../support/corpus.ts';
import { type Printed, runCommand } from '../support/in-process-cli.ts';
import { TemporaryDirectory } from '../support/temp.ts';

describe('a lost file on the command line', () => {
  const directory = new TemporaryDirectory('losses');
  const data = directory.join('data');
  const run = (...args: string[]): Promise<Printed> => runCommand(args, { ISOCENTER_DATA: data });
  const doctor = async () => (await run('doctor')).stdout;

  beforeAll(async () => {
    const shape = { kind: 'tiny', studies: 1, instancesPerSeries: 3, seed: 22 } as const;
    writeCorpus(directory.join('disc'), shape);
    expect((await run('import', directory.join('disc'))).code).toBe(0);
  });
  afterAll(() => directory.remove());

  it('is told again until somebody accepts it, with what to do', async () => {
    expect((await run('verify')).stdout).toContain('Everything is as it was stored.');
    expect(await doctor()).toMatch(/ok +Losses/);
    const [file] = globSync(`${data}/studies/**/*.dcm`);
    rmSync(file!);
    for (let time = 0; time < 2; time++) {
      const { code, stdout } = await run('verify');
      expect(code).toBe(1);
      expect(stdout).toContain('Found: 1 missing');
      expect(stdout).toContain('Next: `isocenter losses`');
    }
    expect(await doctor()).toMatch(/WARNING +Losses: 1 .*\n.*isocenter losses/);
    const listed = await run('losses', '--json');
    const [loss] = JSON.parse(listed.stdout) as { digest: string; key: string }[];
    expect(file).toContain(loss!.key);
    expect((await run('losses', 'accept')).code).toBe(2);
    const accepted = await run('losses', 'accept', loss!.digest.slice(0, 12), '--reason', 'no backup');
    expect(accepted).toMatchObject({ code: 0, stdout: expect.stringContaining('1 loss accepted') });
    expect((await run('verify')).code).toBe(0);
    expect(await doctor()).toMatch(/ok +Losses/);
    expect((await run('losses', '--state', 'accepted')).stdout).toContain('no backup');
  });

  it('is no reason to say that nothing is wrong with what does not exist', async () => {
    const { code, stderr } = await run('verify', '--study', '1.2.3.4.5');
    expect(code).toBe(2);
    expect(stderr).toContain('There is no such instance in this selection');
  });

  it('leaves the parameters to count series', async () => {
    const { code, stdout } = await run('rebuild', '--parameters');
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(stdout).toContain('Parameters of 1 series of 1 study filled in');
  });
});
