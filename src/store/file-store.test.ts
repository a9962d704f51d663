import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incomingNames } from '../../test/support/incoming.ts';
import { IsocenterError } from '../base/index.ts';
import { FileStore, type FileStoreOptions, MAX_BUFFERED_BODY, type SealedBlob } from './index.ts';

const HEAD = 64;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const head = (digest: string): Uint8Array => Buffer.from(digest, 'latin1');

let root: string;
let store: FileStore;
let flushes: number;
let flushCatalog: () => Promise<void>;

function openStore(options: Partial<FileStoreOptions> = {}): FileStore {
  const opened = new FileStore({ root, ...options });
  opened.startSettling({ flushCatalog: () => flushCatalog(), intervalMs: 60_000 });
  return opened;
}

async function sealBody(body: Uint8Array, chunkSize = 16_384): Promise<SealedBlob> {
  const draft = store.draft({ headLength: HEAD });
  for (let at = 0; at < body.length; at += chunkSize) await draft.append(body.subarray(at, at + chunkSize));
  return draft.seal(head);
}

async function keep(key: string, body: Uint8Array): Promise<void> {
  const blob = await sealBody(body);
  expect(blob.publish(key)).toBe('published');
  await store.confirm([blob]);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const incoming = (): string[] => incomingNames(root);

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'isocenter-store-'));
  flushes = 0;
  flushCatalog = async () => void flushes++;
  store = openStore();
});

afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

describe('the life of a blob', () => {
  const sizes = [0, 1, 35_000, MAX_BUFFERED_BODY, MAX_BUFFERED_BODY + 1, 5_000_001];

  it.each(sizes)('keeps %i bytes with their head in front', async (size) => {
    const body = randomBytes(size);
    const blob = await sealBody(body);
    expect(blob).toMatchObject({ sha256: sha256(body), bodySize: size, size: size + HEAD });
    expect(blob.publish('studies/ab/1/2/3.dcm')).toBe('published');
    const expected = Buffer.concat([Buffer.from(sha256(body)), body]);
    expect(expected.equals(await store.readAll('studies/ab/1/2/3.dcm'))).toBe(true);
  });

  it('takes many tiny chunks', async () => {
    const body = randomBytes(3000);
    const blob = await sealBody(body, 1);
    expect(blob.sha256).toBe(sha256(body));
    blob.publish('files/a');
    expect(await store.hash('files/a', { skip: HEAD })).toEqual({ sha256: sha256(body), size: 3000 });
  });

  it('keeps the name in incoming/ until settled, then removes it', async () => {
    await keep('studies/ab/1/2/3.dcm', randomBytes(10));
    expect(incoming()).toHaveLength(1);
    expect(store.stat('studies/ab/1/2/3.dcm')?.linkCount).toBe(2);
    await store.settleNow();
    expect(flushes).toBe(1);
    expect(incoming()).toEqual([]);
    expect(store.health()).toEqual({ mode: 'link', unsettled: 0, problem: undefined });
  });

  it('does not settle what is published but not confirmed', async () => {
    const blob = await sealBody(randomBytes(10));
    blob.publish('files/a');
    await store.settleNow();
    expect(incoming()).toHaveLength(1);
  });

  it('never overwrites', async () => {
    await keep('files/a', Buffer.from('first'));
    const second = await sealBody(Buffer.from('second'));
    expect(second.publish('files/a')).toBe('exists');
    second.discard();
    expect(Buffer.from(await store.readAll('files/a')).toString()).toContain('first');
    expect(incoming()).toHaveLength(1);
  });

  it('takes a published blob back', async () => {
    const blob = await sealBody(randomBytes(10));
    blob.publish('files/a');
    blob.discard();
    blob.discard();
    expect(store.exists('files/a')).toBe(false);
    expect(incoming()).toEqual([]);
  });

  it.each([100, 3_000_000])('discards a draft of %i bytes without a trace', async (size) => {
    const draft = store.draft({ headLength: HEAD });
    await draft.append(randomBytes(size));
    draft.discard();
    draft.discard();
    expect(() => draft.append(randomBytes(1))).toThrow(/ended/);
    await expect(draft.seal(head)).rejects.toThrow(/ended/);
    expect(incoming()).toEqual([]);
  });

  it.each([100, 3_000_000])(
    'a draft of %i bytes that is discarded while it is sealed is no blob',
    async (size) => {
      const draft = store.draft({ headLength: HEAD });
      await draft.append(randomBytes(size));
      const sealing = draft.seal(head);
      draft.discard();
      await expect(sealing).rejects.toMatchObject({ code: 'internal' });
      expect(incoming()).toEqual([]);
    },
  );

  it('makes a fast sender wait for the disk', async () => {
    const draft = store.draft({ headLength: HEAD });
    let waits = 0;
    for (let n = 0; n < 200; n++) {
      const wait = draft.append(new Uint8Array(65_536));
      if (wait) waits++;
      await wait;
    }
    expect(waits).toBeGreaterThan(1);
    expect((await draft.seal(head)).bodySize).toBe(200 * 65_536);
  });

  it('refuses a head of another length than reserved', async () => {
    const draft = store.draft({ headLength: HEAD + 1 });
    await expect(draft.seal(head)).rejects.toMatchObject({ code: 'internal' });
    expect(incoming()).toEqual([]);
  });

  it('sends bodies to disk at once when all drafts together hold too much', async () => {
    store = openStore({ maxBufferedBytes: 1000 });
    const draft = store.draft({ headLength: HEAD });
    await draft.append(randomBytes(2000));
    expect(fs.readdirSync(path.join(root, 'incoming')).length).toBeGreaterThan(0);
    draft.discard();
  });
});

describe('settling', () => {
  it('keeps everything when the catalog cannot be flushed, says so, and succeeds later', async () => {
    flushCatalog = () =>
      Promise.reject(Object.assign(new Error('no'), { code: 'EIO', syscall: 'fdatasync' }));
    await keep('files/a', randomBytes(10));
    await expect(store.settleNow()).rejects.toMatchObject({ code: 'store/io' });
    expect(store.health()).toMatchObject({ unsettled: 1, problem: { code: 'store/io' } });
    expect(incoming()).toHaveLength(1);
    flushCatalog = async () => {};
    await store.settleNow();
    expect(store.health()).toMatchObject({ unsettled: 0, problem: undefined });
    expect(incoming()).toEqual([]);
  });

  it('runs by itself after the interval and at the number of items', async () => {
    store = openStore();
    store.startSettling({ flushCatalog, intervalMs: 5, maxItems: 1000 });
    await keep('files/a', randomBytes(10));
    await expect.poll(() => store.health().unsettled).toBe(0);
    store.startSettling({ flushCatalog, intervalMs: 60_000, maxItems: 2 });
    await keep('files/b', randomBytes(10));
    await keep('files/c', randomBytes(10));
    await expect.poll(() => store.health().unsettled).toBe(0);
  });
});

describe('a file system without hard links', () => {
  it('renames, and confirm waits for directories and catalog', async () => {
    store = openStore({ mode: 'rename' });
    const [one, other] = [await sealBody(randomBytes(10)), await sealBody(randomBytes(10))];
    expect(one.publish('files/x/a')).toBe('published');
    expect(other.publish('files/x/a')).toBe('exists');
    await store.confirm([one]);
    expect(flushes).toBe(1);
    other.discard();
    expect(incoming()).toEqual([]);
    expect(store.health().unsettled).toBe(0);
  });
});

describe('recovery', () => {
  it('hands out what was sealed, publishes it again as the same file, and settles it', async () => {
    const body = randomBytes(500);
    await keep('files/x/a', body);
    store = openStore();
    const [leftover, ...others] = await collect(store.recover());
    expect(others).toEqual([]);
    const digest = await store.hash(leftover!.key, { skip: HEAD });
    const blob = await leftover!.seal({ sha256: digest.sha256, bodySize: digest.size });
    expect(blob.publish('files/x/a')).toBe('published');
    await store.confirm([blob]);
    await store.settleNow();
    expect(incoming()).toEqual([]);
    expect((await store.hash('files/x/a', { skip: HEAD })).sha256).toBe(sha256(body));
  });

  it('moves torn ones to quarantine with a note, and removes temporary files', async () => {
    fs.writeFileSync(path.join(root, 'incoming', 'old-1'), 'torn');
    fs.writeFileSync(path.join(root, 'incoming', 'old-2.tmp'), '');
    store = openStore();
    const [leftover] = await collect(store.recover());
    const key = await leftover!.quarantine(new IsocenterError('archive/damaged'));
    expect(incoming()).toEqual([]);
    expect(Buffer.from(await store.readAll(key)).toString()).toBe('torn');
    const note = JSON.parse(Buffer.from(await store.readAll(`${key}.json`)).toString());
    expect(note).toMatchObject({ key: 'incoming/old-1', code: 'archive/damaged', size: 4 });
  });

  it('does not hand out drafts of its own', async () => {
    const draft = store.draft({ headLength: HEAD });
    await draft.append(randomBytes(3_000_000));
    expect(await collect(store.recover())).toEqual([]);
    draft.discard();
  });
});

describe('reading', () => {
  const body = randomBytes(1_500_000);
  const key = 'files/r';

  beforeEach(() => store.putFile(key, body));

  it.each([
    [undefined, body],
    [{ start: 10, end: 20 }, body.subarray(10, 20)],
    [{ start: 1_499_999 }, body.subarray(1_499_999)],
    [{ start: 1_400_000, end: 9_999_999 }, body.subarray(1_400_000)],
    [{ start: 2_000_000 }, Buffer.alloc(0)],
  ])('range %j', async (range, expected) => {
    expect(Buffer.concat(await collect(store.read(key, range)))).toEqual(expected);
  });

  it('reads at positions of an open blob', async () => {
    const blob = await store.open(key);
    const target = new Uint8Array(100);
    expect(blob.size).toBe(body.length);
    expect(await blob.readInto(target, body.length - 30)).toBe(30);
    expect(target.subarray(0, 30)).toEqual(new Uint8Array(body.subarray(-30)));
    blob.close();
    blob.close();
  });

  it('tells when there is nothing, and follows no links', async () => {
    fs.symlinkSync('/etc/passwd', path.join(root, 'files', 'link'));
    for (const missing of ['files/none', 'files/r/below', 'files', 'files/link']) {
      await expect(store.readAll(missing)).rejects.toMatchObject({ code: 'store/not-found' });
      expect(store.stat(missing)).toBeUndefined();
      expect(store.exists(missing)).toBe(false);
    }
    expect((await collect(store.list('files'))).map((entry) => entry.key)).toEqual([key]);
  });

  it('lists everything below a prefix', async () => {
    for (let i = 0; i < 150; i++) fs.writeFileSync(path.join(root, 'files', `n${i}`), 'x');
    await store.putFile('files/deep/er/f', 'y');
    const entries = await collect(store.list('files'));
    expect(entries).toHaveLength(152);
    expect(entries.find((entry) => entry.key === 'files/deep/er/f')).toMatchObject({ size: 1 });
    expect(await collect(store.list('nowhere'))).toEqual([]);
  });
});

describe('changing', () => {
  it('replaces small files atomically', async () => {
    await store.putFile('studies/ab/1/study.json', '{"a":1}');
    await store.putFile('studies/ab/1/study.json', '{"a":2}');
    expect(Buffer.from(await store.readAll('studies/ab/1/study.json')).toString()).toBe('{"a":2}');
    expect(incoming()).toEqual([]);
  });

  it('removes, empty folders included, also before it was settled', async () => {
    await keep('studies/ab/1/2/3.dcm', randomBytes(10));
    expect(await store.remove('studies/ab/1/2/3.dcm')).toBe(true);
    expect(await store.remove('studies/ab/1/2/3.dcm')).toBe(false);
    expect(fs.readdirSync(path.join(root, 'studies'))).toEqual([]);
    expect(incoming()).toEqual([]);
    await store.settleNow();
  });

  it('moves without overwriting', async () => {
    await store.putFile('files/a', 'a');
    await store.putFile('files/b', 'b');
    await expect(store.move('files/a', 'files/b')).rejects.toMatchObject({ code: 'store/io' });
    await store.move('files/a', 'files/sub/c');
    expect(store.exists('files/a')).toBe(false);
    expect(Buffer.from(await store.readAll('files/sub/c')).toString()).toBe('a');
    await expect(store.move('files/none', 'files/d')).rejects.toMatchObject({ code: 'store/not-found' });
  });

  it('leaves nothing of the probe for hard links, also when an earlier start was cut off in it', () => {
    fs.writeFileSync(path.join(root, 'studies', '.link-probe.tmp'), '');
    openStore();
    expect(fs.readdirSync(path.join(root, 'studies'))).toEqual([]);
  });

  it('knows the free space', async () => {
    const { free, total } = await store.space();
    expect(free).toBeGreaterThan(0);
    expect(total).toBeGreaterThan(free);
  });

  it('keeps private things private', () => {
    expect(fs.statSync(path.join(root, 'private')).mode & 0o777).toBe(0o700);
    expect(fs.readFileSync(path.join(root, 'README.txt'), 'utf8')).toContain('DICOM');
  });
});
