import { describe, expect, it } from 'vitest';
import { BytesSource } from '../../../test/support/disc-sources.ts';
import { readUnixEntry, suspSkip } from './rock-ridge.ts';

const entry = (signature: string, data: Buffer | string): Buffer => {
  const bytes = Buffer.from(data as string, 'utf8');
  return Buffer.concat([Buffer.from(signature, 'latin1'), Buffer.of(bytes.length + 4, 1), bytes]);
};
/** Each number in both byte orders; the second is not looked at. */
const numbers = (...values: number[]): Buffer =>
  Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32LE(value, 0);
      return bytes;
    }),
  );
const name = (text: string, flags = 0): Buffer =>
  entry('NM', Buffer.concat([Buffer.of(flags), Buffer.from(text)]));

const disc = Buffer.alloc(4 * 2048);
const read = (...entries: Buffer[]) => readUnixEntry(new BytesSource(disc), Buffer.concat(entries), 2048);

describe('a record of Rock Ridge', () => {
  it('has a name in one part or several, in UTF-8 or not', async () => {
    expect(await read(entry('PX', '1234'), name('Größe.pdf'))).toMatchObject({ name: 'Größe.pdf' });
    expect(await read(name('one ', 1), name('and two'))).toMatchObject({ name: 'one and two' });
    const latin1 = entry('NM', Buffer.concat([Buffer.of(0), Buffer.from('Größe', 'latin1')]));
    expect(await read(latin1)).toMatchObject({ name: 'Größe' });
    expect(await read(entry('PX', '1234'))).toMatchObject({ name: undefined });
  });

  it('goes on where it says, and there again', async () => {
    const third = name('an end');
    const second = Buffer.concat([name('the middle, ', 1), entry('CE', numbers(3, 0, third.length))]);
    second.copy(disc, 2048 + 100);
    third.copy(disc, 3 * 2048);
    const start = Buffer.concat([name('a start, ', 1), entry('CE', numbers(1, 100, second.length))]);
    expect(await read(start)).toMatchObject({ name: 'a start, the middle, an end' });
  });

  it('tells what was moved, what is a link and what is compressed', async () => {
    expect(await read(name('deep'), entry('CL', numbers(77)))).toMatchObject({ relocatedTo: 77 });
    expect(await read(name('moved'), entry('RE', ''))).toMatchObject({ isRelocated: true });
    expect(await read(entry('SL', '\0'))).toMatchObject({ isSymbolicLink: true });
    expect(await read(entry('ZF', 'pz12'))).toMatchObject({ isCompressed: true });
    expect(await read(entry('ST', ''), name('behind the end'))).toMatchObject({ name: undefined });
  });

  it('refuses to go on without end, far or long', async () => {
    const loop = entry('CE', numbers(2, 0, 28));
    loop.copy(disc, 2 * 2048);
    await expect(read(loop)).rejects.toMatchObject({ code: 'disc/limit' });
    await expect(read(entry('CE', numbers(9, 0, 28)))).rejects.toMatchObject({ code: 'disc/unreadable' });
    await expect(read(entry('CE', numbers(0, 0, 2 ** 30)))).rejects.toMatchObject({ code: 'disc/limit' });
  });
});

it('says how many bytes are in front of its entries, also behind those of CD-ROM XA', () => {
  const sp = entry('SP', Buffer.of(0xbe, 0xef, 5));
  expect(suspSkip(sp)).toBe(5);
  expect(suspSkip(Buffer.concat([Buffer.alloc(14), sp]))).toBe(5);
  expect(suspSkip(Buffer.alloc(40))).toBeUndefined();
});
