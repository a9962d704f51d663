import { writeFileSync } from 'node:fs';
import { type Zippable, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TemporaryDirectory } from '../../../test/support/temp.ts';
import { readZip, zipLimits } from './read-zip.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = new TemporaryDirectory('read-zip');
});
afterEach(() => directory.remove());

async function readAll(bytes: Uint8Array, limits = zipLimits): Promise<[string, number][]> {
  const path = directory.join('a.zip');
  writeFileSync(path, bytes);
  const found: [string, number][] = [];
  for await (const member of readZip(path, limits)) {
    let size = 0;
    for await (const chunk of member.read()) size += chunk.length;
    found.push([member.path, size]);
  }
  return found;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const zip = (entries: Zippable): Buffer => Buffer.from(zipSync(entries));

it('gives the files of a zip, without its folders', async () => {
  const bytes = zip({ 'a/': new Uint8Array(0), 'a/b.txt': text('hello'), 'empty.txt': new Uint8Array(0) });
  expect(await readAll(bytes)).toEqual([
    ['a/b.txt', 5],
    ['empty.txt', 0],
  ]);
});

it.each(['../evil', '/etc/evil', 'C:/evil', 'a/../../evil'])(
  'refuses a name that leaves: %s',
  async (name) => {
    await expect(readAll(zip({ [name]: text('x') }))).rejects.toMatchObject({ code: 'input/unreadable' });
  },
);

it('stops a bomb when it has grown too far, and before too many files', async () => {
  const bomb = zip({ bomb: new Uint8Array(4 * 2 ** 20) });
  const limits = { ...zipLimits, alwaysAllowed: 2 ** 20 };
  await expect(readAll(bomb, limits)).rejects.toMatchObject({ code: 'dicom/limit' });
  const many = zip({ a: text('1'), b: text('2'), c: text('3') });
  await expect(readAll(many, { ...zipLimits, entries: 2 })).rejects.toMatchObject({ code: 'dicom/limit' });
});

it('counts what entries share once for each of them', async () => {
  const one = zip({ kernel: new Uint8Array(2 ** 20) });
  const central = one.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  const end = one.indexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const count = 300;
  // All of them say that their bytes begin where those of the first do.
  const entries = Buffer.concat(Array<Buffer>(count).fill(one.subarray(central, end)));
  const tail = Buffer.from(one.subarray(end));
  tail.writeUInt16LE(count, 8);
  tail.writeUInt16LE(count, 10);
  tail.writeUInt32LE(entries.length, 12);
  const overlapping = Buffer.concat([one.subarray(0, central), entries, tail]);
  const limits = { ...zipLimits, alwaysAllowed: 20 * 2 ** 20 };
  await expect(readAll(overlapping, limits)).rejects.toMatchObject({ code: 'dicom/limit' });
});

it('believes no size that is not true', async () => {
  const bytes = zip({ forged: new Uint8Array(100_000) });
  const central = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  bytes.writeUInt32LE(10, central + 24);
  await expect(readAll(bytes)).rejects.toMatchObject({ code: 'input/unreadable' });
});

it('tells what is no zip, or the half of one', async () => {
  await expect(readAll(text('PK\x03\x04 and nothing else'))).rejects.toMatchObject({
    code: 'input/unreadable',
  });
  const whole = zip({ a: text('hello') });
  await expect(readAll(whole.subarray(0, whole.length - 10))).rejects.toMatchObject({
    code: 'input/unreadable',
  });
});
