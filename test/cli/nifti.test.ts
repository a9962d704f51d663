import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../support/in-process-cli.ts';
import { Phantom } from '../support/phantom.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const phantom = new Phantom({
  ...{ seed: 73, dimensions: [8, 8, 4], spacing: [1, 1, 2], origin: [0, 0, 0] },
  ...{ valueAt: (i, j, k) => i + j + k, elements: { SeriesNumber: 7, SeriesDescription: 'head' } },
});

let folder: TemporaryDirectory;

beforeEach(() => {
  folder = new TemporaryDirectory('nifti-command');
  mkdirSync(folder.join('scans'));
  for (const [i, bytes] of phantom.files().entries()) writeFileSync(folder.join(`scans/${i}`), bytes);
});
afterEach(() => folder.remove());

const out = () => folder.join('out');
/** The data directory holds no archive. */
const run = (...args: string[]) =>
  runCommand(['nifti', ...args, '--out', out(), '--data', folder.join('data')], { PATH: '' });

describe('isocenter nifti', () => {
  it('converts folders without an archive, and says what it did', { timeout: 30_000 }, async () => {
    const planned = await run(folder.join('scans'), '--dry-run');
    expect(planned).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 series to convert: /) });
    expect(planned.stderr).toContain('to convert  Phantom Known/no date/007 head');
    const done = await run(folder.join('scans'));
    expect(done).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^1 series converted: 2 files in /),
    });
    expect(readdirSync(`${out()}/Phantom Known/no date`).sort()).toEqual([
      '007 head.json',
      '007 head.nii.gz',
    ]);
    const again = await run(folder.join('scans'), '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ current: 1, converted: 0, failed: 0 });
  });

  it('makes a BIDS dataset, and says what it is not sure of', { timeout: 30_000 }, async () => {
    const done = await run(folder.join('scans'), '--bids');
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('The BIDS dataset has 0 series') });
    expect(done.stdout).toContain('1 kept in the folder unnamed');
    expect(done.stdout).toContain('head: not known');
    expect(done.stderr).toMatch(/converted {2}unnamed\/sub-PHANTOM73\/ses-unknown\/007_head_/);
    const names = `${out()}/code/isocenter-names.yaml`;
    writeFileSync(names, readFileSync(names, 'utf8').replace('is: null', 'is: anat-T1w'));
    const again = await run(folder.join('scans'), '--bids');
    expect(again.stdout).toContain('The BIDS dataset has 1 series with names, 1 image called otherwise');
    expect(readdirSync(`${out()}/sub-PHANTOM73/ses-unknown/anat`).sort()).toEqual([
      'sub-PHANTOM73_ses-unknown_T1w.json',
      'sub-PHANTOM73_ses-unknown_T1w.nii.gz',
    ]);
  });

  it('takes the UIDs of an archive', { timeout: 30_000 }, async () => {
    const data = ['--data', folder.join('data')];
    expect((await runCommand(['import', folder.join('scans'), ...data])).code).toBe(0);
    const done = await run(phantom.series, '--json', '--no-gz', '--sidecar', 'none');
    expect(JSON.parse(done.stdout)).toMatchObject({ converted: 1, files: 1 });
    expect((await run('1.2.3')).stderr).toContain('There is no such instance in this selection');
    expect(await run(phantom.study, '--background')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Job /),
    });
  });

  it.each([
    ['what is not there', ['no-such-folder'], 'There is no no-such-folder here, and it is no UID.'],
    ['paths and UIDs at once', ['.', '1.2.3'], 'not both'],
    ['paths in the background', ['.', '--background'], 'in the archive'],
    ['a server elsewhere', ['1.2.3', '--server', 'http://127.0.0.1:1', '--token', 'x'], 'isocenter export'],
  ])('refuses %s', async (_, args, words) => {
    const { code, stderr } = await run(...args);
    expect(code).not.toBe(0);
    expect(stderr).toContain(words);
  });
});
