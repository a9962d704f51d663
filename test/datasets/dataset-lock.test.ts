/** Several programs at one dataset, as their locks tell of them. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DatasetFolder } from '../../src/datasets/dataset-folder.ts';
import { withDatasetLock } from '../../src/datasets/dataset-lock.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const times = { beat: 20, leftOver: 400, look: 5, longest: 60_000 };
let directory: TemporaryDirectory;
let folder: DatasetFolder;

beforeEach(async () => {
  directory = new TemporaryDirectory('dataset-lock');
  folder = await DatasetFolder.at(directory.join('set'));
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
  directory.remove();
});

const path = () => directory.join('set/.isocenter-bids/lock');
/** Does work, and tells who had the lock meanwhile. */
const locked = async (more: Partial<typeof times> = {}): Promise<unknown> =>
  await withDatasetLock(folder, async () => JSON.parse(readFileSync(path(), 'utf8')), { ...times, ...more });

it('is held while something is done, and given back whatever comes of it', async () => {
  expect(await locked()).toMatchObject({ process: process.pid });
  expect(existsSync(path())).toBe(false);
  const failing = withDatasetLock(folder, () => Promise.reject(new Error('no')), times);
  await expect(failing).rejects.toThrow('no');
  expect(existsSync(path())).toBe(false);
});

it('is taken over from a program that is gone, at once on this machine', async () => {
  const mine = (await locked()) as object;
  const { pid } = spawnSync('true');
  writeFileSync(path(), JSON.stringify({ ...mine, token: 'x', process: pid }));
  expect(await locked({ leftOver: 50_000 })).toMatchObject({ process: process.pid });
});

it.each([
  ['of another machine', (mine: object) => JSON.stringify({ ...mine, token: 'x', place: 'elsewhere' })],
  ['that says nothing', () => ''],
])('is taken over when one %s has not been touched for long', async (_, text) => {
  const mine = (await locked()) as object;
  writeFileSync(path(), text(mine));
  expect(await locked()).toMatchObject({ process: process.pid });
  expect(existsSync(path())).toBe(false);
});

it('is waited for as long as somebody holds it, but not for ever', async () => {
  const mine = (await locked()) as object;
  const theirs = JSON.stringify({ ...mine, token: 'x', place: 'elsewhere' });
  writeFileSync(path(), theirs);
  let seconds = 1;
  const beating = setInterval(() => utimesSync(path(), seconds, seconds++), 10);
  try {
    await expect(locked({ leftOver: 20_000, longest: 200 })).rejects.toMatchObject({ code: 'dataset/busy' });
    expect(readFileSync(path(), 'utf8')).toBe(theirs);
  } finally {
    clearInterval(beating);
  }
});
