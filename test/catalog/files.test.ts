import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommitEntry } from '../../src/catalog/index.ts';
import { everything, nothing, type Scope, type ScopeRule } from '../../src/contract/index.ts';
import { emptyCatalog, engines, type TestCatalog } from '../support/engines.ts';
import { arrival, digest, header } from './samples.ts';

const who = { actor: 'ada', at: '2024-02-01T00:00:00.000Z' };
const receivedAt = '2024-01-03T00:00:00.000Z';

function file(name: string, more: { collection?: string } = {}): CommitEntry {
  const key = `files/${name}`;
  return {
    kind: 'file',
    name,
    actor: 'ada',
    origin: { via: 'import', receivedAt, sender: 'ada', address: '/disc', receiver: '' },
    content: {
      sha256: digest(name),
      size: 10,
      mediaType: 'application/octet-stream',
      location: { store: 'local', key, form: 'plain', headLength: 0 },
    },
    ...more,
  };
}

const reference = (name: string) => ({ sha256: digest(name), receivedAt });

describe.each(engines)('files on $name', (engine) => {
  let test: TestCatalog;
  beforeEach(async () => {
    test = await emptyCatalog(engine);
    await test.catalog.commit([
      arrival(header(1, 1, 1), 'a', { collection: 'lab' }),
      arrival(header(2, 1, 1, { PatientID: 'P2' }), 'b'),
      file('study'),
      file('series'),
      file('patient'),
      file('person'),
      file('collected', { collection: 'lab' }),
      file('nobody'),
    ]);
    const attach = (name: string, target: 'person' | 'patient' | 'study' | 'series', uid: string) =>
      test.catalog.attach({ file: reference(name), target, uid }, who);
    await attach('study', 'study', '1.2.3.1');
    await attach('series', 'series', '1.2.3.2.1');
    await attach('patient', 'patient', 'P2\\domain\\');
    await attach('person', 'person', 'uid-1');
    await test.catalog.merge({ personUid: 'uid-1', name: 'Doe', patientKeys: ['P2\\domain\\'] }, who);
  });
  afterEach(async () => {
    await test.close();
  });

  const seen = async (scope: Scope) =>
    (await test.catalog.files(scope, { limit: 100 })).map(({ name }) => name).sort();
  const under = (...rules: ScopeRule[]): Scope => ({ kind: 'rules', rules });

  it('are seen as far as the scope goes', async () => {
    expect(await seen(everything)).toHaveLength(6);
    expect(await seen(nothing)).toEqual([]);
    expect(await seen(under())).toEqual([]);
    expect(await seen(under({ collection: 'lab' }))).toEqual(['collected', 'study']);
    expect(await seen(under({ studyInstanceUid: '1.2.3.2' }))).toEqual(['series']);
    expect(await seen(under({ patientKey: 'P2\\domain\\' }))).toEqual(['patient', 'person', 'series']);
  });

  it('come in pages, the newest first, and by what they belong to', async () => {
    const [newest, next] = await test.catalog.files(everything, { limit: 2 });
    expect([newest!.name, next!.name]).toEqual(['nobody', 'collected']);
    const [third] = await test.catalog.files(everything, { limit: 1, before: next!.itemId });
    expect(third!.name).toBe('person');
    const attachedTo = { target: 'study', uid: '1.2.3.1' } as const;
    const [only, ...others] = await test.catalog.files(everything, { attachedTo, limit: 5 });
    expect(only).toMatchObject({ name: 'study', attachments: [attachedTo], key: 'files/study' });
    expect(others).toEqual([]);
    await test.catalog.detach({ file: reference('study'), ...attachedTo }, who);
    expect(await test.catalog.files(everything, { attachedTo, limit: 5 })).toEqual([]);
  });

  it('wait in the trash beside instances, and go', async () => {
    const image = {
      studyInstanceUid: '1.2.3.1',
      seriesInstanceUid: '1.2.3.1.1',
      sopInstanceUid: '1.2.3.1.1.1',
    };
    const contents = [{ ...image, sha256: digest('a') }, reference('study'), reference('unknown')];
    const removal = { id: 'r1', reason: 'wrong', keptUntil: '2024-03-01T00:00:00.000Z', contents };
    expect(await test.catalog.trash(removal, who)).toBe(2);
    expect(await test.catalog.trash(removal, who)).toBe(0);
    expect(await seen(everything)).not.toContain('study');
    expect(await test.catalog.statistics()).toMatchObject({ files: 5, instances: 1 });
    const items = (await Array.fromAsync(test.catalog.trashed(everything, { trashId: 'r1' }))).flat();
    expect(items.map(({ identity, sha256 }) => [identity, sha256])).toEqual([
      [image, digest('a')],
      [undefined, digest('study')],
    ]);
    expect(await test.catalog.restore([reference('study')], who)).toBe(1);
    expect(await seen(everything)).toContain('study');
    expect(await test.catalog.purge([reference('study')], who)).toBe(0);
    await test.catalog.trash(removal, who);
    expect(await test.catalog.purge(contents, who)).toBe(2);
    expect(await test.catalog.statistics()).toMatchObject({ files: 5, instances: 1 });
    const dump = (await Array.fromAsync(test.catalog.canonicalDump())).join('\n');
    expect(dump).not.toContain(digest('study'));
  });

  it('are at either end of what was made from what', async () => {
    const image = {
      studyInstanceUid: '1.2.3.1',
      seriesInstanceUid: '1.2.3.1.1',
      sopInstanceUid: '1.2.3.1.1.1',
    };
    const item = { ...image, sha256: digest('a') };
    const sources = [reference('series'), reference('patient')];
    const payload = { item, sources, method: 'recon', methodVersion: '1' };
    await test.catalog.derive(payload, who);
    await test.catalog.derive({ ...payload, methodVersion: '2' }, who);
    const [imageId] = await test.catalog.itemIds([item]);
    const found = await test.catalog.derivationsOf(imageId!);
    expect(found.map(({ kind, direction, methodVersion }) => [kind, direction, methodVersion])).toEqual([
      ['file', 'from', '2'],
      ['file', 'from', '2'],
    ]);
    await test.catalog.underive({ item, sources: [sources[0]!], method: 'recon' }, who);
    const [sourceId] = await test.catalog.itemIds([sources[1]!]);
    expect(await test.catalog.derivationsOf(sourceId!)).toMatchObject([
      { direction: 'to', kind: 'instance', sha256: digest('a') },
    ]);
    await test.catalog.trash({ id: 'x', reason: '', keptUntil: '', contents: [sources[1]!] }, who);
    await test.catalog.purge([sources[1]!], who);
    expect(await test.catalog.derivationsOf(imageId!)).toEqual([]);
  });
});
