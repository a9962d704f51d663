/** Several programs at one dataset, as their locks tell of them. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DatasetFolder } from '../../src/datasets/dataset-folder.ts';
import { withDatasetLock } from '../../src/datasets/dataset-lock.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const { signal } = new AbortController();
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
  await withDatasetLock(folder, async () => JSON.parse(readFileSync(path(), 'utf8')), {
    signal,
    times: { ...times, ...more },
  });

it('is held while something is done, and given back whatever comes of it', async () => {
  expect(await locked()).toMatchObject({ process: process.pid });
  expect(existsSync(path())).toBe(false);
  const failing = withDatasetLock(folder, () => Promise.reject(new Error('no')), { signal, times });
  await expect(failing).rejects.toThrow('no');
  expect(existsSync(path())).toBe(false);
});

it.runIf(process.platform === 'linux')(
  'is taken over from a program that is gone, at once on this machine',
  async () => {
    const mine = (await locked()) as object;
    const { pid } = spawnSync('true');
    writeFileSync(path(), JSON.stringify({ ...mine, token: 'x', process: pid }));
    expect(await locked({ leftOver: 50_000 })).toMatchObject({ process: process.pid });
  },
);

it.runIf(process.platform === 'linux')('is not taken from another machine of the same name', async () => {
  const mine = (await locked()) as { readonly place: string };
  const { pid } = spawnSync('true');
  const place = mine.place.replace(/[0-9a-f-]{36}$/, randomUUID());
  const theirs = JSON.stringify({ ...mine, token: 'x', process: pid, place });
  expect(place).not.toBe(mine.place);
  writeFileSync(path(), theirs);
  const busy = { code: 'dataset/busy' };
  await expect(locked({ leftOver: 50_000, longest: 100 })).rejects.toMatchObject(busy);
  // As the programs before this one wrote it, which did not know better.
  writeFileSync(path(), theirs.replace(/ [0-9a-f-]{36}"/, '"'));
  await expect(locked({ leftOver: 50_000, longest: 100 })).rejects.toMatchObject(busy);
});

it.each([
  ['is a folder', () => mkdirSync(path()), 'store/io', /EISDIR/],
  ['leads nowhere', () => symlinkSync('nowhere', path()), 'dataset/busy', /Another program/],
  ['leads to itself', () => symlinkSync('lock', path()), 'store/io', /ELOOP/],
])('is not waited for for ever where it %s', async (_, make, code, words) => {
  await locked();
  make();
  const error = { code, message: expect.stringMatching(words) };
  await expect(locked({ leftOver: 50, longest: 200 })).rejects.toMatchObject(error);
  expect(lstatSync(path()).isFile()).toBe(false);
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

it('is waited for no longer than asked', async () => {
  await locked();
  const theirs = JSON.stringify({ token: 'x', place: 'elsewhere', process: 1, since: '' });
  writeFileSync(path(), theirs);
  const asked = new AbortController();
  const work = vi.fn(async () => {});
  const waiting = withDatasetLock(folder, work, { signal: asked.signal, times: { look: 60_000 } });
  setTimeout(() => asked.abort(), 100);
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  expect(work).not.toHaveBeenCalled();
  expect(readFileSync(path(), 'utf8')).toBe(theirs);
});

it('is for one after the other in one program', async () => {
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    seen.push(`${name} ends`);
  };
  await Promise.all(['one', 'two'].map((name) => withDatasetLock(folder, work(name), { signal, times })));
  const [first, second] = seen[0] === 'one begins' ? ['one', 'two'] : ['two', 'one'];
  expect(seen).toEqual([first, second].flatMap((name) => [`${name} begins`, `${name} ends`]));
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
