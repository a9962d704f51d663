import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { evict, hasPageCache } from '../../test/support/page-cache.ts';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { readCached } from './index.ts';

const directory = new TemporaryDirectory('cached-read');
afterAll(() => directory.remove());

const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);

function written(name: string): string {
  const file = directory.join(name);
  fs.writeFileSync(file, bytes);
  return file;
}

describe.skipIf(!hasPageCache)('readCached', () => {
  it('reads from a position what was just written', () => {
    const file = written('image ÄÖ.dcm');
    const target = new Uint8Array(bytes.length + 8).subarray(8);
    expect(readCached(file, target, 0)).toBe(true);
    expect(target).toEqual(bytes);
    const few = new Uint8Array(10);
    expect(readCached(file, few, 99_990)).toBe(true);
    expect(few).toEqual(bytes.subarray(99_990));
  });

  it('is false for what is not in memory, until somebody has read it', () => {
    const file = written('cold.dcm');
    const target = new Uint8Array(bytes.length);
    // A read that does not wait may begin to read ahead, and on a busy machine find that done.
    const isCold = () => {
      evict(file);
      return !readCached(file, target, 0);
    };
    expect(Array.from({ length: 20 }, isCold)).toContain(true);
    fs.readFileSync(file);
    expect(readCached(file, target, 0)).toBe(true);
    expect(target).toEqual(bytes);
  });
});

describe('readCached, wherever it runs', () => {
  it('is false when the file ends early, does not exist, or is not a file', () => {
    const file = written('short.dcm');
    fs.symlinkSync(file, directory.join('link.dcm'));
    const refused = [
      [file, 99_991],
      [directory.join('nothing.dcm'), 0],
      [directory.join('link.dcm'), 0],
      [directory.path, 0],
      [`${file}\0`, 0],
    ] as const;
    for (const [name, position] of refused) {
      expect(readCached(name, new Uint8Array(10), position), name).toBe(false);
    }
  });

  it('does not wait for somebody to write into a named pipe', () => {
    const pipe = directory.join('pipe');
    execFileSync('mkfifo', [pipe]);
    expect(readCached(pipe, new Uint8Array(10), 0)).toBe(false);
  });

  it.skipIf(process.platform !== 'linux')('leaves no file open', () => {
    const file = written('open.dcm');
    readCached(file, new Uint8Array(10), 0);
    readCached(file, new Uint8Array(10), 99_999);
    expect(openFiles()).not.toContain(file);
  });
});

function openFiles(): (string | undefined)[] {
  return fs.readdirSync('/proc/self/fd').map((fd) => {
    try {
      return fs.readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      // The descriptor of the listing itself.
      return undefined;
    }
  });
}
