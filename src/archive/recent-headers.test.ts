import { appendFileSync, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CorpusShape, corpusInstance } from '../../test/support/corpus.ts';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import type { StoredInstance } from '../catalog/index.ts';
import { parseFile, parseFileHead, tags } from '../dicom/index.ts';
import { FileStore, LOCAL_STORE } from '../store/index.ts';
import { RecentHeaders } from './recent-headers.ts';

const shape: CorpusShape = { kind: 'mr', studies: 1, instancesPerSeries: 100, seed: 90 };

let directory: TemporaryDirectory;
let store: FileStore;
beforeEach(() => {
  directory = new TemporaryDirectory('headers');
  store = new FileStore({ root: directory.join('data') });
});
afterEach(async () => {
  await store.close();
  directory.remove();
});

/** A stored file and its row. */
function stored(instance: number): { row: StoredInstance; path: string } {
  const at = corpusInstance(shape, { study: 0, series: 0, instance });
  const key = `files/${instance}.dcm`;
  const path = directory.join('data', key);
  const bytes = at.encode();
  writeFileSync(path, bytes);
  const head = parseFileHead(bytes, true);
  if (typeof head === 'number') throw new Error('no file');
  const pixels = parseFile(bytes).dataset.bytes(tags.PixelData)!;
  const row: StoredInstance = {
    ...{ itemId: instance, studyInstanceUid: at.studyInstanceUid, seriesInstanceUid: at.seriesInstanceUid },
    ...{ sopInstanceUid: at.sopInstanceUid, sopClassUid: at.sopClassUid, transferSyntaxUid: head.syntax.uid },
    ...{ sha256: `${instance}`, receivedAt: '2026-01-01T00:00:00.000Z', size: bytes.length },
    pixelDataOffset: bytes.length - pixels.length - 12 - head.dataSetOffset,
    location: { store: LOCAL_STORE, key, form: 'plain', headLength: head.dataSetOffset },
  };
  return { row, path };
}

it('are read once, as long as their instance is among the last ones', async () => {
  const headers = new RecentHeaders(store);
  const rows = Array.from({ length: 66 }, (_, instance) => stored(instance).row);
  const first = await headers.of(rows[0]!);
  expect(first.dataset.string(tags.SOPInstanceUID)).toBe(rows[0]!.sopInstanceUid);
  expect(first.pixelDataOffset).toBe(rows[0]!.location!.headLength + rows[0]!.pixelDataOffset!);
  expect(await headers.of(rows[0]!)).toBe(first);
  for (const row of rows.slice(1)) await headers.of(row);
  const again = await headers.of(rows[0]!);
  expect(again).not.toBe(first);
  expect(again.dataset.string(tags.SOPInstanceUID)).toBe(rows[0]!.sopInstanceUid);
});

it('of other content, or of another file, are other headers', async () => {
  const headers = new RecentHeaders(store);
  const { row, path } = stored(0);
  const first = await headers.of(row);
  expect(await headers.of({ ...row, sha256: 'other' })).not.toBe(first);
  copyFileSync(path, directory.join('data', 'files/copy.dcm'));
  const location = { ...row.location!, key: 'files/copy.dcm' };
  expect(await headers.of({ ...row, location })).not.toBe(first);
});

it('that cannot be read are asked for again', async () => {
  const headers = new RecentHeaders(store);
  const { row, path } = stored(0);
  rmSync(path);
  await expect(headers.of(row)).rejects.toMatchObject({ code: 'store/not-found' });
  writeFileSync(path, corpusInstance(shape, { study: 0, series: 0, instance: 0 }).encode());
  expect((await headers.of(row)).dataset.string(tags.SOPInstanceUID)).toBe(row.sopInstanceUid);
});

it('is read in pieces, however long the catalog says that it is', async () => {
  const { row, path } = stored(0);
  const lengths: number[] = [];
  const readCached = store.readCached.bind(store);
  store.readCached = (key, target, position) => {
    lengths.push(target.length);
    return readCached(key, target, position);
  };
  appendFileSync(path, new Uint8Array(8 * 1024 * 1024));
  await new RecentHeaders(store).of({ ...row, pixelDataOffset: 8 * 1024 * 1024 });
  expect(Math.max(...lengths)).toBeLessThanOrEqual(1024 * 1024);
});
