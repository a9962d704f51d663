import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../support/in-process-cli.ts';
import { Phantom, type PhantomTerms } from '../support/phantom.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const head: Omit<PhantomTerms, 'seed' | 'elements'> = {
  ...{ dimensions: [8, 8, 4], spacing: [1, 1, 2], origin: [0, 0, 0] },
  valueAt: (i: number, j: number, k: number) => i + j + k,
};
const subjects = [
  { PatientID: 'SUB-01', PatientName: 'DOE^JANE', SeriesNumber: 7, SeriesDescription: 't1 head' },
  { PatientID: 'SUB-01', PatientName: 'DOE^JANE', SeriesNumber: 12, SeriesDescription: 'localizer' },
  { PatientID: 'SUB-02', PatientName: 'DOE^JOHN', SeriesNumber: 1, SeriesDescription: 't1 head' },
];

let folder: TemporaryDirectory;

beforeAll(async () => {
  folder = new TemporaryDirectory('rename-command');
  mkdirSync(folder.join('scans'));
  for (const [n, elements] of subjects.entries()) {
    const images = new Phantom({
      ...head,
      seed: 75 + n,
      elements: { StudyDate: '20240131', ...elements },
    }).files();
    for (const [i, bytes] of images.entries()) writeFileSync(folder.join(`scans/${n}-${i}`), bytes);
  }
  expect((await runCommand(['import', folder.join('scans'), '--data', folder.join('data')])).code).toBe(0);
});
afterAll(() => folder.remove());

const run = (subject: string, out: string, ...args: string[]) =>
  runCommand(['rename', subject, '--out', folder.join(out), ...args, '--data', folder.join('data')], {
    PATH: '',
  });
const written = (out: string): string[] =>
  (readdirSync(folder.join(out), { recursive: true, withFileTypes: true }) ?? [])
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.isocenter-nifti'))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.join(out).length + 1))
    .sort();

describe('isocenter rename', () => {
  it('says what it would write, and writes nothing', { timeout: 30_000 }, async () => {
    const planned = await run('SUB-01', 'planned', '--dry-run');
    expect(planned.code).toBe(0);
    expect(planned.stdout).toMatch(/2024-?01-?31 .* 7 .*t1 head .* 4\n/);
    expect(planned.stderr).toContain('8 images to');
    expect(planned.stderr).toContain('SUB-01/2024-01-31/007 t1 head/00001.dcm');
    expect(() => readdirSync(folder.join('planned'))).toThrow('ENOENT');
  });

  it('writes one subject, in folders or flat, as DICOM and NIfTI', { timeout: 60_000 }, async () => {
    expect(await run('SUB-01', 'nested', '--series', 't1*')).toMatchObject({ code: 0 });
    const numbers = ['00001', '00002', '00003', '00004'];
    expect(written('nested')).toEqual(numbers.map((n) => `SUB-01/2024-01-31/007 t1 head/${n}.dcm`));
    const both = await run('SUB-01', 'flat', '--flat', '--form', 'both', '--series', '5-9');
    expect(both).toMatchObject({ code: 0 });
    const stem = 'SUB-01_2024-01-31_007_t1 head';
    expect(written('flat')).toEqual(
      [`${stem}.json`, `${stem}.nii.gz`, ...numbers.map((n) => `${stem}_${n}.dcm`)].sort(),
    );
  });

  it('takes a name for one subject only', { timeout: 30_000 }, async () => {
    const many = await run('DOE*', 'many');
    expect(many.code).not.toBe(0);
    expect(many.stderr).toMatch(/2 subjects match.*SUB-01.*DOE.*SUB-02/s);
    expect(await run('*JOHN', 'john')).toMatchObject({ code: 0 });
    expect(written('john')).toHaveLength(4);
  });

  it('says that nobody is meant, or no series', { timeout: 30_000 }, async () => {
    expect((await run('NOBODY', 'none')).stderr).toContain(
      'Nobody here has the PatientID or the name NOBODY',
    );
    const none = await run('SUB-01', 'none', '--modality', 'US');
    expect(none.code).not.toBe(0);
    expect(none.stderr).toContain('No series of this subject matches');
  });

  it('keeps two patients apart to whom two clinics gave the same ID', { timeout: 30_000 }, async () => {
    const elements = { PatientID: 'SUB-01', PatientName: 'ROE^RICHARD', IssuerOfPatientID: 'ELSEWHERE' };
    mkdirSync(folder.join('others'));
    for (const [i, bytes] of new Phantom({ ...head, seed: 99, elements }).files().entries())
      writeFileSync(folder.join(`others/${i}`), bytes);
    await runCommand(['import', folder.join('others'), '--data', folder.join('data')]);
    const both = await run('SUB-01', 'both');
    expect(both.stderr).toMatch(/2 patients have this PatientID.*ROE\^RICHARD +ELSEWHERE/s);
    expect(await run('SUB-01', 'theirs', '--issuer', 'ELSEWHERE')).toMatchObject({ code: 0 });
    expect(written('theirs')).toHaveLength(4);
  });
});
