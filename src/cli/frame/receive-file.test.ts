import { readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { constants } from 'node:os';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TemporaryDirectory } from '../../../test/support/temp.ts';
import { receive } from './receive-file.ts';

let folder: TemporaryDirectory;
beforeEach(() => {
  folder = new TemporaryDirectory('receive');
});
afterEach(() => {
  vi.restoreAllMocks();
  folder.remove();
});

async function received(path = 'file', { signal } = new AbortController(), ends = true): Promise<string> {
  const answer = Readable.from(
    (async function* () {
      yield Buffer.from('one');
      if (!ends) throw new Error('socket hang up');
      yield Buffer.from('two');
    })(),
  );
  for await (const _ of receive(answer as IncomingMessage, folder.join(path), signal));
  return readFileSync(folder.join(path), 'utf8');
}

async function refuseWriting(errno: number, code: string): Promise<void> {
  await using file = await open(folder.join('other'), 'w');
  const handle = Object.getPrototypeOf(file) as FileHandle;
  vi.spyOn(handle, 'writeFile').mockRejectedValue(Object.assign(new Error(code), { code, errno: -errno }));
}

it('writes what comes', async () => {
  expect(await received()).toBe('onetwo');
});

it('tells a lost connection, an end that was asked for and a disk from each other', async () => {
  await expect(received('lost', undefined, false)).rejects.toMatchObject({ code: 'control/lost' });
  const asked = new AbortController();
  asked.abort();
  await expect(received('asked', asked, false)).rejects.toMatchObject({ code: 'cancelled' });
  await expect(received('missing/file')).rejects.toMatchObject({ code: 'store/io' });
  const { EDQUOT, EIO } = constants.errno;
  await refuseWriting(EDQUOT, `Unknown system error -${EDQUOT}`);
  await expect(received('quota')).rejects.toMatchObject({ code: 'store/full' });
  await refuseWriting(EIO, 'EIO');
  await expect(received('failed')).rejects.toMatchObject({ code: 'store/io' });
});
