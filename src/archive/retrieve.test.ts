import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evict } from '../../test/support/page-cache.ts';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { BufferPool } from '../base/index.ts';
import type { StoredInstance } from '../catalog/index.ts';
import { FileStore, LOCAL_STORE } from '../store/index.ts';
import { deliver } from './retrieve.ts';

const HEAD_LENGTH = 600;
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

let directory: TemporaryDirectory;
let store: FileStore;
const buffers = new BufferPool(8 * 1024 * 1024);

beforeEach(() => {
  directory = new TemporaryDirectory('deliver');
  store = new FileStore({ root: directory.join('data') });
});

afterEach(async () => {
  await store.close();
  directory.remove();
});

/** A file of that many bytes behind its head, and its row. */
function stored(length: number): { instance: StoredInstance; file: string; dataSet: Uint8Array } {
  const key = 'files/one.dcm';
  const file = directory.join('data', key);
  const bytes = Uint8Array.from({ length: HEAD_LENGTH + length }, (_, i) => i % 253);
  writeFileSync(file, bytes);
  const instance: StoredInstance = {
    itemId: 1,
    studyInstanceUid: '1.2.3',
    seriesInstanceUid: '1.2.3.1',
    sopInstanceUid: '1.2.3.1.1',
    sha256: '',
    receivedAt: '2026-01-01T00:00:00.000Z',
    sopClassUid: '1.2.840.10008.5.1.4.1.1.4',
    transferSyntaxUid: EXPLICIT_LITTLE_ENDIAN,
    size: bytes.length,
    pixelDataOffset: null,
    location: { store: LOCAL_STORE, key, form: 'plain', headLength: HEAD_LENGTH },
  };
  return { instance, file, dataSet: bytes.subarray(HEAD_LENGTH) };
}

async function delivered(instance: StoredInstance): Promise<Uint8Array> {
  const { dataSet, release } = await deliver({ store }, buffers, instance, [EXPLICIT_LITTLE_ENDIAN]);
  const bytes = dataSet instanceof Uint8Array ? Buffer.from(dataSet) : await gathered(dataSet);
  release?.();
  return bytes;
}

/** Copies, because the memory of a chunk is used again. */
async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const copies: Uint8Array[] = [];
  for await (const chunk of chunks) copies.push(Buffer.from(chunk));
  return Buffer.concat(copies);
}

const lengths = { 'an MR image': 35_000, 'a CT image': 525_000, 'a long cine loop': 3_000_001 };

describe.each(Object.entries(lengths))('deliver of %s', (_name, length) => {
  it('gives the data set, whether it is in memory or not', async () => {
    const { instance, file, dataSet } = stored(length);
    expect(Buffer.compare(await delivered(instance), dataSet)).toBe(0);
    evict(file);
    expect(Buffer.compare(await delivered(instance), dataSet)).toBe(0);
    expect(Buffer.compare(await delivered(instance), dataSet)).toBe(0);
  });

  it('fails when the file was cut off or is gone', async () => {
    const { instance, file, dataSet } = stored(length);
    writeFileSync(file, Buffer.concat([Buffer.alloc(HEAD_LENGTH), dataSet.subarray(0, length - 1)]));
    await expect(delivered(instance)).rejects.toThrow(expect.objectContaining({ code: 'archive/damaged' }));
    await store.remove('files/one.dcm');
    await expect(delivered(instance)).rejects.toThrow(expect.objectContaining({ code: 'store/not-found' }));
  });
});
