import { describe, expect, it } from 'vitest';
import { engines } from '../../test/support/engines.ts';
import { drain, TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { everything, nothing, type Origin, type Scope } from '../contract/index.ts';
import { writeFileNote } from './file-note.ts';
import type { FileIngestRequest } from './ingest-file.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const origin: Origin = {
  via: 'import',
  receivedAt: '2026-01-01T00:00:00.000Z',
  sender: 'ada',
  address: '/media/disc/Befund: Müller.pdf',
  receiver: '',
};

async function put(
  { archive }: Pick<TemporaryArchive, 'archive'>,
  text: string,
  more: Partial<FileIngestRequest> = {},
) {
  const sink = archive.ingestFile(tester, everything, { origin, name: 'Befund: Müller.pdf', ...more });
  await sink.write(bytesOf(text));
  return await sink.end();
}

async function textOf({ archive }: TemporaryArchive, digest: string): Promise<string> {
  const { bytes } = await archive.readFile(tester, everything, digest);
  return Buffer.concat(await Array.fromAsync(bytes)).toString();
}

const kinds = async ({ parts }: TemporaryArchive) => (await parts.catalog.events(0)).map(({ kind }) => kind);
const problemsOf = async ({ archive }: TemporaryArchive) => {
  const run = archive.verify(
    tester,
    everything,
    { selectors: undefined, quick: false },
    new AbortController().signal,
  );
  return (await drain(run)).items.filter((item) => item.kind === 'finding');
};

describe.each(engines)('files on $name', (engine) => {
  it('are kept with what is known about them, and given back', async () => {
    await using test = await TemporaryArchive.open(engine);
    const { archive } = test;
    const study = { target: 'study', uid: '1.2.3' } as const;
    const { sha256, outcome } = await put(test, 'report', {
      mediaType: 'application/pdf',
      attachTo: [study],
    });
    expect(outcome).toBe('stored');
    const [file, ...others] = await archive.files(tester, everything, { attachedTo: study, limit: 10 });
    expect(others).toEqual([]);
    expect(file).toMatchObject({ sha256, size: 6, name: 'Befund: Müller.pdf', origin, attachments: [study] });
    expect(file!.key).toBe(`files/${sha256.slice(0, 2)}/${sha256}/Befund_ Müller.pdf`);
    expect(await textOf(test, sha256.slice(0, 12))).toBe('report');
    expect(await kinds(test)).toEqual(['file.stored', 'file.attached']);
    expect((await archive.counts()).files).toBe(1);
    expect(await problemsOf(test)).toEqual([]);
  });

  it('come once, whoever sends them, also at the same moment', async () => {
    await using test = await TemporaryArchive.open(engine);
    const later = { ...origin, receivedAt: '2026-01-02T00:00:00.000Z', sender: 'eve' };
    const both = await Promise.all([put(test, 'same'), put(test, 'same', { origin: later, name: 'b' })]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['already-there', 'stored']);
    expect(await test.archive.files(tester, everything, { limit: 10 })).toHaveLength(1);
    expect(await kinds(test)).toEqual(['file.stored', 'item.received-again']);
  });

  it('refuses what cannot be kept', async () => {
    await using test = await TemporaryArchive.open(engine);
    const invalid = { code: 'input/invalid' };
    await expect(put(test, '')).rejects.toMatchObject(invalid);
    await expect(put(test, 'x', { name: '' })).rejects.toMatchObject(invalid);
    await expect(put(test, 'x', { mediaType: 'pdf' })).rejects.toMatchObject(invalid);
    await expect(test.archive.readFile(tester, everything, 'abcd')).rejects.toMatchObject({
      code: 'archive/not-found',
    });
    expect(await test.archive.files(tester, everything, { limit: 10 })).toEqual([]);
  });

  it('share the trash of instances', async () => {
    await using test = await TemporaryArchive.open(engine);
    const { archive, parts } = test;
    const { sha256 } = await put(test, 'report');
    const list = () => archive.files(tester, everything, { limit: 10 });
    await archive.removeFiles(tester, everything, [sha256], 'wrong person');
    expect(await list()).toEqual([]);
    const [entry] = await archive.trash(tester, everything, 10);
    expect(entry).toMatchObject({ files: 1, instances: 0, reason: 'wrong person', studyInstanceUid: null });
    expect(await archive.restore(tester, everything, [entry!.id])).toEqual({ files: 1, instances: 0 });
    const [{ key } = { key: undefined }] = await list();
    expect(key).toBeDefined();

    await archive.removeFiles(tester, everything, [sha256], '');
    expect((await put(test, 'report')).outcome).toBe('already-there');
    expect(await list()).toHaveLength(1);

    await archive.removeFiles(tester, everything, [sha256], '');
    const [again] = await archive.trash(tester, everything, 10);
    expect(await archive.purge(tester, everything, [again!.id])).toEqual({
      files: 1,
      instances: 0,
      bytes: 6,
    });
    expect(await Array.fromAsync(parts.store.list('files'))).toEqual([]);
    expect((await archive.counts()).bytes).toBe(0);
    expect((await put(test, 'report')).outcome).toBe('stored');
  });

  it('say what was made from what, in both directions', async () => {
    await using test = await TemporaryArchive.open(engine);
    const { archive } = test;
    const [raw, calibration, image] = [
      await put(test, 'raw'),
      await put(test, 'cal'),
      await put(test, 'nifti'),
    ];
    const named = ({ sha256, receivedAt }: typeof raw) => ({ sha256, receivedAt });
    const edge = { item: named(image), method: 'recon', sources: [named(raw), named(calibration)] };
    await archive.derive(tester, everything, { ...edge, methodVersion: '2.1' });
    expect(await archive.derivations(tester, everything, named(image))).toMatchObject([
      { direction: 'from', sha256: raw.sha256, kind: 'file', method: 'recon', methodVersion: '2.1' },
      { direction: 'from', sha256: calibration.sha256 },
    ]);
    expect(await archive.derivations(tester, everything, named(raw))).toMatchObject([
      { direction: 'to', sha256: image.sha256 },
    ]);
    await archive.underive(tester, everything, { ...edge, sources: [named(raw)] });
    expect(await archive.derivations(tester, everything, named(image))).toHaveLength(1);
    const nobody = {
      item: { ...named(image), sha256: 'f'.repeat(64) },
      sources: [],
      method: 'm',
      methodVersion: '1',
    };
    await expect(archive.derive(tester, everything, nobody)).rejects.toMatchObject({
      code: 'archive/not-found',
    });
  });

  it('are seen by who sees their collection or what they belong to', async () => {
    await using test = await TemporaryArchive.open(engine);
    const { archive } = test;
    await put(test, 'of the lab', { name: 'lab', collection: 'lab' });
    await put(test, 'of a patient', { name: 'patient', attachTo: [{ target: 'patient', uid: 'P1\\x' }] });
    await put(test, 'of nobody', { name: 'nobody' });
    const seen = async (scope: Scope) =>
      (await archive.files(tester, scope, { limit: 10 })).map(({ name }) => name).sort();
    expect(await seen(everything)).toEqual(['lab', 'nobody', 'patient']);
    expect(await seen(nothing)).toEqual([]);
    const rules = [{ collection: 'lab' }, { patientKey: 'P1\\x' }] as const;
    expect(await seen({ kind: 'rules', rules })).toEqual(['lab', 'patient']);
    const hidden: Scope = { kind: 'rules', rules: [{ studyInstanceUid: '1.2' }] };
    const [{ sha256 } = { sha256: '' }] = await archive.files(tester, everything, { limit: 1 });
    await expect(archive.readFile(tester, hidden, sha256)).rejects.toMatchObject({
      code: 'archive/not-found',
    });
    await expect(archive.removeFiles(tester, hidden, [sha256], '')).rejects.toMatchObject({
      code: 'archive/not-found',
    });
  });

  it('are read again by verify: damaged, missing and unknown ones are found', async () => {
    await using test = await TemporaryArchive.open(engine);
    const { parts, archive } = test;
    const [damaged, missing, forgotten] = [
      await put(test, 'one'),
      await put(test, 'two'),
      await put(test, 'three'),
    ];
    await parts.store.settleNow();
    const keyOf = async (sha256: string) =>
      (await archive.files(tester, everything, { sha256, limit: 1 }))[0]!.key!;
    await parts.store.putFile(await keyOf(damaged.sha256), 'ONE');
    await parts.store.remove(await keyOf(missing.sha256));
    const forgottenFile = { sha256: forgotten.sha256, receivedAt: forgotten.receivedAt };
    const who = { actor: 'tester', at: origin.receivedAt };
    await parts.catalog.trash({ id: '1', reason: '', keptUntil: '', contents: [forgottenFile] }, who);
    await parts.catalog.purge([forgottenFile], who);
    const found = await problemsOf(test);
    expect(found.map(({ problem, action }) => `${problem}: ${action}`).sort()).toEqual([
      'extra: taken in',
      'missing: none',
      'rotten: quarantined',
    ]);
    expect(await textOf(test, forgotten.sha256)).toBe('three');
    // What is lost is told again until it is back.
    expect((await problemsOf(test)).map(({ problem }) => problem).sort()).toEqual(['missing', 'rotten']);
    await expect(archive.readFile(tester, everything, missing.sha256)).rejects.toMatchObject({
      code: 'archive/bytes-lost',
    });
    // The same bytes once more take the place of the lost ones.
    for (const text of ['one', 'two']) {
      const again = await put(test, text);
      expect(again.outcome).toBe('stored');
      expect(await textOf(test, again.sha256)).toBe(text);
    }
    expect(await problemsOf(test)).toEqual([]);
  });

  it('survive a crash between the last byte and their name when they were whole', async () => {
    await using test = await TemporaryArchive.open(engine);
    const { store } = test.parts;
    const [whole, partial] = [store.draft({ headLength: 0 }), store.draft({ headLength: 0 })];
    await whole.append(bytesOf('whole'));
    await partial.append(bytesOf('par'));
    const { sha256, size } = await whole.seal(new Uint8Array(0));
    await partial.seal(new Uint8Array(0));
    await writeFileNote(store, {
      sha256,
      size,
      name: 'raw.dat',
      mediaType: 'application/octet-stream',
      origin,
    });
    await test.reopen();
    expect(await test.archive.files(tester, everything, { limit: 10 })).toMatchObject([{ sha256, origin }]);
    expect(await textOf(test, sha256)).toBe('whole');
    expect((await test.archive.counts()).quarantined).toBe(1);
  });
});
