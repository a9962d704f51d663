import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { corpus, corpusInstance } from '../../test/support/corpus.ts';
import { drain, TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { silentLogger } from '../base/index.ts';
import { everything, nothing, type Origin, type QuarantinedFile } from '../contract/index.ts';
import { writeDataset } from '../dicom/index.ts';
import { noteKeyOf } from '../store/index.ts';
import { HEAD_LENGTH } from './file-meta.ts';
import { Refusals, refusalLimits } from './refusals.ts';

const shape = { kind: 'tiny', studies: 1, instancesPerSeries: 3, seed: 31 } as const;
const [one, two, three] = [0, 1, 2].map((instance) =>
  corpusInstance(shape, { study: 0, series: 0, instance }),
);
const { transferSyntaxUid } = one!;
const bytesOf = ({ dataset }: NonNullable<typeof one>) =>
  Buffer.from(writeDataset(dataset, transferSyntaxUid));
const cutShort = (instance = one!) => bytesOf(instance).subarray(0, -10);

const originVia = (via: Origin['via']): Origin => ({
  ...{
    via,
    receivedAt: '2026-01-02T03:04:05.000Z',
    sender: 'MR1',
    address: '192.0.2.7',
    receiver: 'ISOCENTER',
  },
});

let test: TemporaryArchive;
beforeEach(async () => {
  test = await TemporaryArchive.open();
});
afterEach(() => test[Symbol.asyncDispose]());

async function send(bytes: Uint8Array, via: Origin['via'] = 'dimse', sopInstanceUid?: string) {
  const sink = test.archive.ingest(tester, everything, {
    ...{ transferSyntaxUid, origin: originVia(via) },
    ...(sopInstanceUid !== undefined && { announced: { sopInstanceUid } }),
  });
  try {
    // In small pieces, as they come over a network.
    for (let at = 0; at < bytes.length; at += 500) await sink.write(bytes.subarray(at, at + 500));
    return (await sink.end()).outcome;
  } catch (error) {
    sink.abort(error);
    return (error as { code: string }).code;
  }
}

const list = (limit = 100, after?: string) => test.archive.quarantine(tester, everything, { limit, after });
const only = async (): Promise<QuarantinedFile> => {
  const { files } = await list();
  expect(files).toHaveLength(1);
  return files[0]!;
};
const retry = (id: string) => test.archive.retryQuarantined(tester, everything, id);
const discard = (ids: string[]) => test.archive.discardQuarantined(tester, everything, ids);
const counts = async () => {
  const { instances, conflicts, quarantined } = await test.archive.counts();
  return { instances, conflicts, quarantined };
};
const pathOf = (key: string) => path.join(test.directory.path, key);
const pathOfId = (id: string) => pathOf(`quarantine/${id}`);
const verify = async () => {
  const { signal } = new AbortController();
  const { items } = await drain(
    test.archive.verify(tester, everything, { selectors: undefined, quick: false }, signal),
  );
  return items.flatMap((item) => (item.kind === 'finding' ? [`${item.problem} ${item.action}`] : []));
};

describe('what arrives and cannot be taken in', () => {
  it.each(['dimse', 'stow', 'wado', 'upload'] as const)(
    'over %s lies in quarantine with what is known of it',
    async (via) => {
      expect(await send(cutShort(), via)).toBe('dicom/truncated');
      const { origin, ...file } = await only();
      expect(file).toMatchObject({ kind: 'refused', code: 'dicom/truncated', key: null, modality: 'MR' });
      expect(file).toMatchObject({ patientId: one!.patientId, studyInstanceUid: one!.studyInstanceUid });
      expect(file.reason).toMatch(/^The data ends at byte \d+; 10 more bytes were announced\.$/);
      expect(origin).toEqual({
        ...{ via, sender: 'MR1', address: '192.0.2.7', receivedAt: '2026-01-02T03:04:05.000Z' },
      });
      const kept = fs.readFileSync(pathOfId(file.id));
      expect(kept.subarray(HEAD_LENGTH).equals(cutShort())).toBe(true);
      expect(kept).toHaveLength(file.size);
      expect(await counts()).toEqual({ instances: 0, conflicts: 0, quarantined: 1 });
      const { sha256, dataset } = await test.archive.quarantined(tester, everything, file.id);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(dataset!.string(0x00100020)).toBe(one!.patientId);
    },
  );

  it('is kept as a whole when it is damaged at its beginning', async () => {
    const bytes = bytesOf(one!);
    // The VR of its first element.
    bytes.write('SQ', 4);
    expect(await send(bytes)).toMatch(/^dicom\//);
    const { id } = await only();
    expect(fs.readFileSync(pathOfId(id)).subarray(HEAD_LENGTH).equals(bytes)).toBe(true);
  });

  it('lies where it came from when it was imported', async () => {
    expect(await send(cutShort(), 'import')).toBe('dicom/truncated');
    expect((await list()).files).toEqual([]);
  });

  it('is kept once, however often it comes, and again after it was discarded', async () => {
    for (let time = 0; time < 3; time++) await send(cutShort());
    const { id, size } = await only();
    expect(await discard([id])).toMatchObject({ discarded: 1, bytes: size });
    expect(fs.readdirSync(pathOf('quarantine'))).toEqual([]);
    await expect(discard([id])).rejects.toMatchObject({ code: 'archive/not-found' });
    await send(cutShort());
    expect((await only()).id).not.toBe(id);
  });

  it('is found by the removal of its study, and by no other', async () => {
    const [study, other] = corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 1, seed: 12 });
    for (const { dataset } of [study!, other!]) {
      const bytes = writeDataset(dataset, transferSyntaxUid);
      expect(await send(bytes)).toBe('stored');
      expect(await send(bytes.subarray(0, -10))).toBe('dicom/truncated');
    }
    const { archive } = test;
    const selection = [{ studyInstanceUids: [study!.studyInstanceUid] }];
    const { id } = await archive.remove(tester, everything, selection, '');
    const found = await archive.quarantinedOfRemoval(tester, everything, id!);
    expect(found).toMatchObject({ files: [{ studyInstanceUid: study!.studyInstanceUid }], notLookedInto: 0 });
    await archive.purge(tester, everything, [id!]);
    expect((await list()).total).toBe(2);
    const gone = archive.quarantinedOfRemoval(tester, everything, id!);
    await expect(gone).rejects.toMatchObject({ code: 'archive/not-found' });
  });

  it('is let go over the limit', async () => {
    const draft = () => test.parts.store.draft({ headLength: HEAD_LENGTH });
    const arrival = {
      origin: originVia('dimse'),
      transferSyntaxUid,
      collection: undefined,
      header: undefined,
    };
    const why = Object.assign(
      await test.archive.quarantined(tester, everything, 'none').catch((error) => error),
    );
    for (const limit of [{ files: 0 }, { bytes: 5 }, { free: Number.MAX_SAFE_INTEGER }]) {
      const full = new Refusals(test.parts.store, silentLogger, { ...refusalLimits, ...limit });
      await full.keep({ ...arrival, draft: draft(), size: 10 }, why);
      expect((await list()).total).toBe(0);
    }
    expect(fs.readdirSync(pathOf('incoming'))).toEqual([]);
  });

  it('is listed the newest first, a page at a time, across restarts', async () => {
    await send(cutShort(one));
    await send(cutShort(two));
    await test.reopen();
    await send(cutShort(three));
    const first = await list(2);
    expect(first).toMatchObject({ total: 3, next: first.files[1]!.id });
    const second = await list(2, first.next!);
    expect(second.next).toBeNull();
    const told = [...first.files, ...second.files].map(({ sopInstanceUid }) => sopInstanceUid);
    expect(told).toEqual([three, two, one].map((each) => each!.sopInstanceUid));
  });

  it('is no more taken in after a crash than before', async () => {
    await send(cutShort());
    const { id } = await only();
    for (const alreadyThere of [true, false]) {
      fs.linkSync(pathOfId(id), pathOf('incoming/old-1'));
      if (!alreadyThere) fs.rmSync(pathOfId(id));
      await test.reopen();
      expect(await counts()).toEqual({ instances: 0, conflicts: 0, quarantined: 1 });
      expect(fs.readdirSync(pathOf('incoming'))).toEqual([]);
    }
    expect(await only()).toMatchObject({ kind: 'refused', code: 'dicom/truncated' });
  });

  it('concerns only who may see everything', async () => {
    await send(cutShort());
    const { id } = await only();
    const { archive } = test;
    for (const call of [
      () => archive.quarantine(tester, nothing, { limit: 1 }),
      () => archive.quarantined(tester, nothing, id),
      () => archive.readQuarantined(tester, nothing, id),
      () => archive.retryQuarantined(tester, nothing, id),
      () => archive.discardQuarantined(tester, nothing, [id]),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'archive/forbidden' });
    await expect(discard(['../lock'])).rejects.toMatchObject({
      code: expect.stringMatching(/key|not-found/),
    });
  });
});

describe('taken in once more', () => {
  it('it stays while it is damaged', async () => {
    await send(cutShort());
    const { id } = await only();
    expect(await retry(id)).toMatchObject({ outcome: 'refused', code: 'dicom/truncated' });
    expect((await only()).id).toBe(id);
  });

  it('what is not what was announced comes in as what it is, from whom and when it came', async () => {
    expect(await send(bytesOf(one!), 'dimse', '1.2.3')).toBe('ingest/mismatch');
    const { id } = await only();
    const { studyInstanceUid } = one!;
    expect(await retry(id)).toMatchObject({ outcome: 'stored', code: null, studyInstanceUid });
    expect(await counts()).toEqual({ instances: 1, conflicts: 0, quarantined: 0 });
    const [origin] = await test.archive.origins(tester, everything, studyInstanceUid);
    expect(origin).toMatchObject({ via: 'dimse', sender: 'MR1' });
    await expect(retry(id)).rejects.toMatchObject({ code: 'archive/not-found' });
  });

  it('what has come again since is there already', async () => {
    await send(bytesOf(one!), 'dimse', '1.2.3');
    await send(bytesOf(one!));
    expect(await retry((await only()).id)).toMatchObject({ outcome: 'already-there' });
    expect(await counts()).toEqual({ instances: 1, conflicts: 0, quarantined: 0 });
  });

  it('stored bytes come back as what they were, and as nothing else', async () => {
    await send(bytesOf(one!));
    await test.parts.store.settleNow();
    const [key] = (await Array.fromAsync(test.parts.store.list('studies'))).map((entry) => entry.key);
    const flip = (file: string) => {
      const bytes = fs.readFileSync(file);
      bytes[bytes.length - 1]! ^= 0xff;
      fs.writeFileSync(file, bytes);
    };
    flip(pathOf(key!));
    expect(await verify()).toEqual(['rotten quarantined']);
    const file = await only();
    expect(file).toMatchObject({ kind: 'stored', code: 'archive/damaged', key });
    expect(await retry(file.id)).toMatchObject({ outcome: 'refused', code: 'archive/damaged' });
    flip(pathOfId(file.id));
    expect(await retry(file.id)).toMatchObject({ outcome: 'stored' });
    expect(await verify()).toEqual([]);
    expect(await test.archive.losses(tester, everything, { state: 'all', limit: 10 })).toEqual([]);
    expect(await counts()).toEqual({ instances: 1, conflicts: 0, quarantined: 0 });
  });

  it('a loss does not name what was discarded', async () => {
    await send(bytesOf(one!));
    await test.parts.store.settleNow();
    const [key] = (await Array.fromAsync(test.parts.store.list('studies'))).map((entry) => entry.key);
    fs.appendFileSync(pathOf(key!), 'more');
    expect(await verify()).toEqual(['rotten quarantined']);
    const { id } = await only();
    const losses = () => test.archive.losses(tester, everything, { state: 'open', limit: 10 });
    expect(await losses()).toMatchObject([{ quarantined: `quarantine/${id}` }]);
    await discard([id]);
    expect(await losses()).toMatchObject([{ quarantined: null }]);
  });

  it('files beside images too', async () => {
    const sink = test.archive.ingestFile(tester, everything, {
      origin: originVia('upload'),
      name: 'notes.json',
    });
    await sink.write(Buffer.from('{"a":1}'));
    const { sha256 } = await sink.end();
    const [file] = await test.archive.files(tester, everything, { sha256, limit: 1 });
    const good = fs.readFileSync(pathOf(file!.key!));
    fs.writeFileSync(pathOf(file!.key!), 'rotten');
    await test.parts.store.settleNow();
    expect(await verify()).toEqual(['rotten quarantined']);
    const { id, kind, patientName } = await only();
    expect([kind, patientName]).toEqual(['stored', null]);
    expect(await retry(id)).toMatchObject({ outcome: 'refused', code: 'archive/damaged' });
    fs.writeFileSync(pathOfId(id), good);
    expect(await retry(id)).toMatchObject({ outcome: 'stored', studyInstanceUid: null });
    expect((await list()).total).toBe(0);
    expect(await verify()).toEqual([]);
  });
});

it('reads what older versions and people put there', async () => {
  const [old, foreign] = ['mcxuf0k2-00c0ffee-4-old-1', 'mine.dcm'];
  fs.writeFileSync(pathOfId(old), 'torn');
  const note = {
    key: 'incoming/old-1',
    reason: 'it was not finished',
    size: 4,
    quarantined: '2025-07-01T00:00:00Z',
  };
  fs.writeFileSync(noteKeyOf(pathOfId(old)), JSON.stringify(note));
  fs.writeFileSync(pathOfId(foreign), one!.encode());
  const { files } = await list();
  expect(files).toMatchObject([
    {
      id: old,
      kind: 'unfinished',
      code: null,
      reason: 'it was not finished',
      quarantinedAt: note.quarantined,
    },
    { id: foreign, kind: 'other', code: null, reason: '', patientId: one!.patientId, origin: null },
  ]);
  expect(await retry(old)).toMatchObject({ outcome: 'refused', code: 'dicom/not-dicom' });
  expect(await retry(foreign)).toMatchObject({ outcome: 'stored' });
});
