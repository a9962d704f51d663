import { mkdirSync, statfsSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { checkRoom, openExportFolder } from './export-room.ts';

let folder: TemporaryDirectory;
beforeEach(() => {
  folder = new TemporaryDirectory('room');
});
afterEach(() => folder.remove());

const MARGIN = 2 ** 32;

function free(): number {
  const { bsize, bavail } = statfsSync(folder.path);
  return bsize * bavail;
}

it('asks for room, and does not count twice what is there already', async () => {
  await checkRoom(folder.path, 1);
  const tooMuch = free() + MARGIN;
  await expect(checkRoom(folder.path, tooMuch)).rejects.toMatchObject({
    code: 'store/full',
    params: { what: 'the export folder' },
  });
  mkdirSync(folder.join('sub'));
  writeFileSync(folder.join('sub/sparse'), '');
  truncateSync(folder.join('sub/sparse'), 2 * MARGIN);
  await checkRoom(folder.path, tooMuch);
});

it('makes the folder, and tells its path without links', async () => {
  mkdirSync(folder.join('data'));
  mkdirSync(folder.join('real'));
  symlinkSync(folder.join('real'), folder.join('link'));
  const made = await openExportFolder(folder.join('link/a/b'), folder.join('data'));
  expect(made).toBe(folder.join('real/a/b'));
});

it.each([
  ['the data directory', (at: TemporaryDirectory) => at.join('data')],
  ['a folder in it', (at: TemporaryDirectory) => at.join('data/studies')],
  ['a link to it', (at: TemporaryDirectory) => at.join('link')],
  ['what cannot be made', (at: TemporaryDirectory) => at.join('file/sub')],
  ['a relative path', () => 'out'],
])('refuses %s', async (_, place) => {
  mkdirSync(folder.join('data'));
  symlinkSync(folder.join('data'), folder.join('link'));
  writeFileSync(folder.join('file'), '');
  await expect(openExportFolder(place(folder), folder.join('data'))).rejects.toMatchObject({
    code: 'input/invalid',
  });
});

it.skipIf(process.platform !== 'linux')(
  'says what cannot be made, also where making folders makes no sense',
  async () => {
    await expect(openExportFolder('/proc/isocenter/export', folder.path)).rejects.toMatchObject({
      code: 'input/invalid',
    });
  },
);
