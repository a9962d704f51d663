import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TemporaryDirectory } from '../../../../test/support/temp.ts';
import { listedPatients } from './listed-patients.ts';

const day = '2026-03-11';

async function listed(text: string, columns: { readonly issuer?: string; readonly date?: string } = {}) {
  using directory = new TemporaryDirectory('listed-patients');
  const file = directory.join('list.csv');
  writeFileSync(file, text);
  return await listedPatients({ file, patient: 'PatientID', ...columns }, directory.path, day);
}

describe('a table of patients', () => {
  it('is divided by what its headings have most of', async () => {
    const semicolons = 'Name, first name;PatientID;Date\nMeier, Eva;P2;11.03.2026\n';
    expect(await listed(semicolons, { date: 'Date' })).toEqual([{ id: 'P2', issuer: '' }]);
    expect(await listed('PatientID\tName\nP3\tMeier, Eva; Dr.\n')).toEqual([{ id: 'P3', issuer: '' }]);
  });

  it('may end with lines of delimiters alone', async () => {
    const text = 'PatientID;Date\nP2;2026-03-11\n;\n;\n';
    expect(await listed(text, { date: 'Date' })).toEqual([{ id: 'P2', issuer: '' }]);
  });

  it('says whose IDs they are', async () => {
    const text = 'PatientID,Issuer\nP2,NORTH\n';
    expect(await listed(text, { issuer: 'Issuer' })).toEqual([{ id: 'P2', issuer: 'NORTH' }]);
  });

  it('lies in its folder, wherever links lead', async () => {
    using directory = new TemporaryDirectory('listed-patients');
    using elsewhere = new TemporaryDirectory('elsewhere');
    writeFileSync(elsewhere.join('list.csv'), 'PatientID\nP1\n');
    symlinkSync(elsewhere.join('list.csv'), directory.join('out.csv'));
    symlinkSync(elsewhere.path, directory.join('folder'));
    const listing = (file: string, root: string) => listedPatients({ file, patient: 'PatientID' }, root, day);
    for (const name of ['out.csv', 'folder/list.csv'])
      await expect(listing(directory.join(name), directory.path)).rejects.toMatchObject({
        code: 'schedule/no-list',
      });
    expect(await listing(directory.join('out.csv'), elsewhere.path)).toHaveLength(1);
  });

  it('is a file: a pipe is refused and holds nothing up', async () => {
    using directory = new TemporaryDirectory('listed-patients');
    const file = directory.join('pipe');
    execFileSync('mkfifo', [file]);
    const listing = listedPatients({ file, patient: 'PatientID' }, directory.path, day);
    await expect(listing).rejects.toMatchObject({ code: 'schedule/no-list' });
  });
});
