import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import * as yauzl from 'yauzl';
import { TemporaryDirectory } from '../../../test/support/temp.ts';
import { writeZip, type ZipEntry } from './write-zip.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
async function* inPieces(...pieces: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}
const zipOf = async (entries: Iterable<ZipEntry>) =>
  Buffer.concat(await Array.fromAsync(writeZip(entries, new Date(2020, 1, 29, 13, 14, 16))));

it('writes files at hand and files that are read, with any names', async () => {
  const zip = await zipOf([
    { path: 'folder/Müller 你好.dcm', size: 5, content: [text('he'), text('llo')] },
    { path: 'streamed', size: 6, content: inPieces(text('wor'), text('ld!')) },
    { path: 'empty', size: 0, content: [] },
  ]);
  const files = Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]);
  expect(files).toEqual([
    ['folder/Müller 你好.dcm', 'hello'],
    ['streamed', 'world!'],
    ['empty', ''],
  ]);
});

it('refuses content of another size than it said', async () => {
  await expect(zipOf([{ path: 'a', size: 3, content: [text('ab')] }])).rejects.toThrow(RangeError);
});

it('writes more files than the old format counts, and larger ones', { timeout: 120_000 }, async () => {
  using directory = new TemporaryDirectory('zip');
  const path = directory.join('large.zip');
  const chunk = new Uint8Array(8 * 1024 * 1024);
  const chunks = 513;
  function* entries(): Generator<ZipEntry> {
    const content = (async function* () {
      for (let at = 0; at < chunks; at++) yield chunk;
    })();
    yield { path: 'large', size: chunks * chunk.length, content };
    for (let index = 0; index < 66_000; index++)
      yield { path: `small/${index}`, size: 1, content: [text('x')] };
  }
  await pipeline(Readable.from(writeZip(entries(), new Date())), createWriteStream(path));
  const found = await readBack(path);
  expect(found.count).toBe(66_001);
  expect(found.sizes.get('large')).toBe(chunks * chunk.length);
  expect(found.last).toBe('x');
});

/** What another reader makes of it. */
async function readBack(path: string): Promise<{ count: number; sizes: Map<string, number>; last: string }> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, file) =>
      error ? reject(error) : resolve(file),
    ),
  );
  const sizes = new Map<string, number>();
  let last: yauzl.Entry | undefined;
  zip.on('entry', (entry: yauzl.Entry) => {
    last = entry;
    sizes.set(entry.fileName, entry.uncompressedSize);
    zip.readEntry();
  });
  const ended = new Promise<void>((resolve, reject) => {
    zip.once('end', resolve);
    zip.once('error', reject);
  });
  zip.readEntry();
  await ended;
  const stream = await new Promise<Readable>((resolve, reject) =>
    zip.openReadStream(last!, (error, opened) => (error ? reject(error) : resolve(opened))),
  );
  const bytes = Buffer.concat(await stream.toArray());
  zip.close();
  return { count: sizes.size, sizes, last: bytes.toString() };
}
