import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ContentReference, type Level, parseQuery, type Query } from '../../src/catalog/index.ts';
import { everything } from '../../src/contract/index.ts';
import { Dataset, tags } from '../../src/dicom/index.ts';
import { emptyCatalog, engines, type TestCatalog } from '../support/engines.ts';
import { arrival, digest, header } from './samples.ts';

const who = { actor: 'ada', at: '2024-02-01T00:00:00.000Z' };

function content(study: number, series: number, instance: number, text: string): ContentReference {
  return {
    studyInstanceUid: `1.2.3.${study}`,
    seriesInstanceUid: `1.2.3.${study}.${series}`,
    sopInstanceUid: `1.2.3.${study}.${series}.${instance}`,
    sha256: digest(text),
  };
}

describe.each(engines)('changes on $name', (engine) => {
  let test: TestCatalog;
  beforeEach(async () => {
    test = await emptyCatalog(engine);
    await test.catalog.commit([
      arrival(header(1, 1, 2), 'b'),
      arrival(header(1, 1, 1, { EchoTime: 30, Manufacturer: 'ACME', DeviceSerialNumber: '7' }), 'a'),
      arrival(header(1, 2, 1, { Modality: 'SR', EchoTime: 99 }), 'c'),
      arrival(header(2, 1, 1, { PatientID: 'P2', EchoTime: 12.5 }), 'd'),
    ]);
  });
  afterEach(async () => {
    await test.close();
  });

  async function counts() {
    const { patients, studies, series, instances } = await test.catalog.statistics();
    return [patients, studies, series, instances];
  }

  async function studyRow(uid: string) {
    const query = parseQuery(
      Dataset.of({
        ModalitiesInStudy: '',
        PatientID: '',
        StudyInstanceUID: uid,
        NumberOfStudyRelatedSeries: '',
        NumberOfStudyRelatedInstances: '',
      }),
      'study',
      { root: 'study', relational: true },
    );
    return (await Array.fromAsync(test.catalog.find(everything, query))).flat()[0];
  }

  async function dump() {
    return (await Array.fromAsync(test.catalog.canonicalDump())).join('\n');
  }

  it('counts', async () => {
    expect(await counts()).toEqual([2, 2, 3, 4]);
    expect((await test.catalog.statistics()).bytes).toBe(4_000);
  });

  it('gives instances back in order, with all that reading them needs', async () => {
    const [page] = await Array.fromAsync(
      test.catalog.instances(everything, {
        studyInstanceUids: ['1.2.3.1'],
        seriesInstanceUids: ['1.2.3.1.1'],
      }),
    );
    expect(page!.map(({ sha256 }) => sha256)).toEqual([digest('a'), digest('b')]);
    expect(page![0]).toMatchObject({
      size: 1_000,
      location: { store: 'local', headLength: 512, form: 'plain' },
    });
    expect(await Array.fromAsync(test.catalog.instances(everything, {}))).toEqual([]);
    const bySop = await Array.fromAsync(
      test.catalog.instances(everything, { sopInstanceUids: ['1.2.3.2.1.1'] }),
    );
    expect(bySop.flat()).toHaveLength(1);
  });

  it('counts instances as it gives them back', async () => {
    const selectors = [
      { studyInstanceUids: ['1.2.3.1', '1.2.3.2'] },
      { studyInstanceUids: ['1.2.3.1'], seriesInstanceUids: ['1.2.3.1.1'] },
      { sopInstanceUids: ['1.2.3.2.1.1', '1.2.3.1.1.1', '9.9.9'] },
      { studyInstanceUids: [] },
      {},
    ];
    for (const selector of selectors) {
      const given = (await Array.fromAsync(test.catalog.instances(everything, selector))).flat();
      expect(await test.catalog.countInstances(everything, selector)).toBe(given.length);
    }
    expect(await test.catalog.countInstances(everything, selectors[0]!)).toBe(4);
    expect(await test.catalog.countInstances(everything, selectors[2]!)).toBe(2);
  });

  it('takes to the trash and back', async () => {
    const before = await dump();
    const contents = [content(1, 2, 1, 'c'), content(9, 9, 9, 'x')];
    const payload = { id: 't1', reason: 'wrong patient', keptUntil: '2024-03-01T00:00:00.000Z', contents };
    expect(await test.catalog.trash(payload, who)).toBe(1);
    expect(await test.catalog.trash(payload, who)).toBe(0);
    expect(await counts()).toEqual([2, 2, 2, 3]);
    expect(await studyRow('1.2.3.1')).toEqual(['MR', 'P1', '1.2.3.1', 1, 2]);
    const [found] = await test.catalog.lookup([contents[0]!]);
    expect(found!.current!.trashedAt).toBe(who.at);
    expect((await Array.fromAsync(test.catalog.trashed(everything, { trashId: 't1' }))).flat()).toMatchObject(
      [{ reason: 'wrong patient', sha256: digest('c'), trashedBy: 'ada' }],
    );
    expect(await test.catalog.restore(contents, who)).toBe(1);
    expect(await studyRow('1.2.3.1')).toEqual(['MR\\SR', 'P1', '1.2.3.1', 2, 3]);
    expect(await dump()).toBe(before);
  });

  it('forgets what is purged, and the study around it with the last item', async () => {
    const contents = [content(2, 1, 1, 'd')];
    expect(await test.catalog.purge(contents, who)).toBe(0);
    await test.catalog.trash({ id: 't', reason: '', keptUntil: who.at, contents }, who);
    expect(await studyRow('1.2.3.2')).toBeUndefined();
    expect(await test.catalog.purge(contents, who)).toBe(1);
    expect(await counts()).toEqual([1, 1, 2, 3]);
    expect(await dump()).not.toContain('1.2.3.2');
    expect((await test.catalog.statistics()).bytes).toBe(3_000);
    await test.catalog.commit([arrival(header(2, 1, 1, { PatientID: 'P2' }), 'd')]);
    expect(await counts()).toEqual([2, 2, 3, 4]);
  });

  it('lets a person choose between versions', async () => {
    const other = arrival(header(1, 1, 1, { PatientID: 'P9' }), 'z');
    await test.catalog.commit([{ ...other, kind: 'conflict' }]);
    const [open] = await test.catalog.conflicts();
    expect(open!.contenders).toMatchObject([
      { sha256: digest('a'), current: true },
      { sha256: digest('z'), current: false },
    ]);
    expect(await test.catalog.conflicts({ state: 'open', id: open!.id })).toEqual([open]);
    // A third content is the same conflict once more, and settled with it.
    await test.catalog.commit([{ ...arrival(header(1, 1, 1, { PatientID: 'P8' }), 'y'), kind: 'conflict' }]);
    const [both, ...others] = await test.catalog.conflicts();
    expect(others).toEqual([]);
    expect(both).toMatchObject({ id: open!.id, contenders: [{}, {}, { sha256: digest('y') }] });
    expect((await test.catalog.statistics()).conflicts).toBe(1);
    expect(await counts()).toEqual([2, 2, 3, 4]);
    const choice = { ...content(1, 1, 1, 'z'), over: [digest('a'), digest('y')] };
    expect(await test.catalog.resolve(choice, who, other)).toBe(true);
    expect(await test.catalog.conflicts()).toEqual([]);
    expect((await test.catalog.statistics()).conflicts).toBe(0);
    expect(await test.catalog.conflicts({ state: 'resolved' })).toMatchObject([{ resolvedAt: who.at }]);
    expect(await counts()).toEqual([2, 2, 3, 4]);
    expect((await studyRow('1.2.3.1'))![1]).toBe('P9');
    const [found] = await test.catalog.lookup([content(1, 1, 1, 'z')]);
    expect(found!.current!.sha256).toBe(digest('z'));
    expect(await test.catalog.resolve({ ...content(1, 1, 1, 'nothing'), over: [] }, who)).toBe(false);
  });

  it('finds series by their parameters', async () => {
    const find = async (from: number, to: number, level: Level = 'series', keys: Query['keys'] = []) => {
      const attributes = [
        { patient: tags.PatientID, study: tags.StudyInstanceUID }[level as string] ?? tags.SeriesInstanceUID,
      ];
      const query = { level, keys, attributes, parameters: [{ name: 'EchoTime', from, to }] };
      return (await Array.fromAsync(test.catalog.find(everything, query))).flat(2);
    };
    expect(await find(12, 13)).toEqual(['1.2.3.2.1']);
    expect(await find(12, 13, 'study')).toEqual(['1.2.3.2']);
    expect(await find(12, 13, 'patient')).toHaveLength(1);
    expect(await find(12, 13, 'instance')).toEqual(['1.2.3.2.1']);
    const uid = { tag: tags.SeriesInstanceUID, vr: 'UI' };
    const named = (value: string) => [{ ...uid, matcher: { kind: 'values', values: [value] } as const }];
    expect(await find(12, 13, 'series', named('1.2.3.2.1'))).toEqual(['1.2.3.2.1']);
    expect(await find(12, 13, 'series', named('1.2.3.1.1'))).toEqual([]);
    expect(await find(90, 100)).toEqual([]);
    await test.catalog.setParameters(content(1, 1, 1, ''), [{ name: 'EchoTime', number: 95, text: null }]);
    expect(await find(90, 100)).toHaveLength(1);
  });

  it('keeps labels, persons, expected studies and nodes', async () => {
    const label = { target: 'study', uid: '1.2.3.1', name: 'teaching', value: 'yes' } as const;
    await test.catalog.label(label, who);
    expect(await test.catalog.labels('study', '1.2.3.1')).toEqual([{ ...label, ...who }]);
    await test.catalog.label({ ...label, value: null }, who);
    expect(await test.catalog.labels('study', '1.2.3.1')).toEqual([]);

    const keys = ['P1\\domain\\', 'P2\\domain\\'];
    await test.catalog.merge({ personUid: 'u1', name: 'Jo', patientKeys: keys }, who);
    expect(await test.catalog.personOf(keys[1]!)).toEqual({ uid: 'u1', name: 'Jo', patientKeys: keys });
    await test.catalog.split({ personUid: 'u1', patientKeys: [keys[0]!] }, who);
    expect(await test.catalog.personOf(keys[0]!)).toBeUndefined();

    const expected = {
      source: 'RIS',
      seriesCount: 1,
      instanceCount: null,
      deadline: '2024-05-01T00:00:00.000Z',
    };
    await test.catalog.expectStudy({ studyInstanceUid: '1.2.3.7', ...expected }, who);
    expect(await test.catalog.pendingStudies(everything)).toMatchObject([
      { studyInstanceUid: '1.2.3.7', presentInstances: 0 },
    ]);
    await test.catalog.completeExpectedStudy('1.2.3.7', who);
    expect(await test.catalog.pendingStudies(everything)).toEqual([]);

    const node = {
      ...{
        name: 'pacs',
        aeTitle: 'PACS',
        host: '127.0.0.1',
        port: 104,
        tls: false,
        addresses: [],
        comment: '',
      },
      may: { store: true, find: true, retrieve: true, commit: true },
    };
    await test.catalog.putNode(node, who);
    await test.catalog.putNode({ ...node, port: 105 }, who);
    expect(await test.catalog.nodes()).toEqual([{ ...node, port: 105 }]);
    await test.catalog.removeNode('pacs', who);
    expect(await test.catalog.nodes()).toEqual([]);
  });

  it('says once for each change that series and studies are quiet', async () => {
    expect(await test.catalog.markQuiet({ seriesMs: 60_000, studyMs: 60_000 })).toBe(0);
    expect(await test.catalog.markQuiet({ seriesMs: -1_000, studyMs: -1_000 })).toBe(5);
    expect(await test.catalog.markQuiet({ seriesMs: -1_000, studyMs: -1_000 })).toBe(0);
    await test.catalog.commit([arrival(header(1, 1, 3), 'f')]);
    expect(await test.catalog.markQuiet({ seriesMs: -1_000, studyMs: -1_000 })).toBe(2);
    const kinds = (await test.catalog.events(0)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'study.quiet')).toHaveLength(3);
  });

  it('knows more than one location, and what is not at hand', async () => {
    const [found] = await test.catalog.lookup([content(2, 1, 1, 'd')]);
    const { itemId } = found!.current!;
    await test.catalog.putLocation(itemId, { store: 'cold', key: 'k', form: 'packed', headLength: 512 });
    await test.catalog.removeLocation(itemId, 'local');
    expect((await test.catalog.locationsOf(itemId)).map(({ store }) => store)).toEqual(['cold']);
    const query = parseQuery(Dataset.of({ InstanceAvailability: '', StudyInstanceUID: '1.2.3.2' }), 'study', {
      root: 'study',
      relational: true,
    });
    expect((await Array.fromAsync(test.catalog.find(everything, query))).flat()).toEqual([
      ['NEARLINE', '1.2.3.2'],
    ]);
    await test.catalog.markVerified([itemId], 'cold', who.at);
    expect((await test.catalog.locationsOf(itemId))[0]!.verifiedAt).toBe(who.at);
    expect((await Array.fromAsync(test.catalog.itemsInStore('local'))).flat()).toHaveLength(3);
  });

  it('tells of whatever changes what queries find, so that nobody remembers it as it was', async () => {
    const { catalog } = test;
    const told = async (change: () => Promise<unknown>) => {
      const before = await catalog.lastEventSeq();
      await change();
      return (await catalog.events(before)).map(({ kind }) => kind);
    };
    const [found] = await catalog.lookup([content(2, 1, 1, 'd')]);
    const { itemId } = found!.current!;
    const cold = { store: 'cold', key: 'k', form: 'packed', headLength: 512 } as const;
    expect(await told(() => catalog.putLocation(itemId, cold))).toEqual(['location.added']);
    expect(await told(() => catalog.removeLocation(itemId, 'local'))).toEqual(['location.removed']);
    const series = content(1, 1, 1, '');
    const measured = [{ name: 'EchoTime', number: 95, text: null }];
    expect(await told(() => catalog.setParameters(series, measured))).toEqual(['parameters.replaced']);
    await catalog.commit([{ ...arrival(header(2, 1, 1, { PatientID: 'P2' }), 'e'), kind: 'conflict' }]);
    const arrived = () => catalog.conflictArrived(content(2, 1, 1, 'e'), who.at, who);
    expect(await told(arrived)).toEqual([]);
    const trash = { id: 'removal', reason: '', keptUntil: who.at };
    await catalog.trash({ ...trash, contents: [content(2, 1, 1, 'd')] }, who);
    expect(await told(arrived)).toEqual(['instance.current']);
    expect(await told(arrived)).toEqual([]);
    expect(await told(() => catalog.clear())).toEqual(['catalog.cleared']);
  });

  it('answers what there is by facet', async () => {
    const { modalities, years, senders } = await test.catalog.facets(everything);
    expect(modalities).toEqual([
      { value: 'MR', studies: 2, instances: 3, bytes: 3_000 },
      { value: 'SR', studies: 1, instances: 1, bytes: 1_000 },
    ]);
    expect(years).toEqual([{ value: '2024', studies: 2, instances: 4, bytes: 4_000 }]);
    expect(senders).toMatchObject([{ value: 'MODALITY', instances: 4 }]);
    const onlyOne = { kind: 'rules', rules: [{ studyInstanceUid: '1.2.3.2' }] } as const;
    expect((await test.catalog.facets(onlyOne)).modalities).toMatchObject([{ value: 'MR', instances: 1 }]);
  });

  it('takes a record that is applied twice once', async () => {
    const [found] = await test.catalog.lookup([content(1, 1, 1, 'a')]);
    const { origin } = arrival(header(1, 1, 1), 'a');
    const again = { kind: 'origin', itemId: found!.current!.itemId, origin, actor: 'x' } as const;
    await test.catalog.commit([again]);
    const once = await dump();
    await test.catalog.commit([again, again]);
    expect(await dump()).toBe(once);
  });

  it('is as new after clear, and the same again from the same instances in any order', async () => {
    await test.catalog.clear();
    expect(await counts()).toEqual([0, 0, 0, 0]);
    expect(await dump()).toBe('');
    const at = (second: number) => ({
      ...arrival(header(1, 1, 1), '').origin,
      receivedAt: `2024-01-02T10:15:0${second}.000Z`,
    });
    const all = [
      arrival(header(1, 1, 1, { EchoTime: 30, Manufacturer: 'ACME', DeviceSerialNumber: '7' }), 'a', {
        origin: at(3),
      }),
      arrival(header(1, 1, 2, { EchoTime: 40, PatientID: 'P1-old' }), 'b', { origin: at(1) }),
      arrival(header(1, 2, 1, { Modality: 'SR', EchoTime: 99 }), 'c', { origin: at(2) }),
      arrival(header(2, 1, 1, { PatientID: 'P1-old', EchoTime: 12.5 }), 'd', { origin: at(4) }),
      arrival(header(2, 1, 2, { PatientID: 'P2', Modality: 'CT' }), 'e', { origin: at(0) }),
    ];
    const dumps = [];
    for (const order of [all, all.toReversed(), [all[2]!, all[4]!, all[0]!, all[1]!, all[3]!]]) {
      await test.catalog.clear();
      for (const entry of order) await test.catalog.commit([entry]);
      dumps.push([
        await dump(),
        await test.catalog.statistics(),
        await studyRow('1.2.3.1'),
        await studyRow('1.2.3.2'),
      ]);
    }
    await test.catalog.clear();
    await test.catalog.commit(all);
    dumps.push([
      await dump(),
      await test.catalog.statistics(),
      await studyRow('1.2.3.1'),
      await studyRow('1.2.3.2'),
    ]);
    expect(dumps[0]![2]).toEqual(['MR\\SR', 'P1-old', '1.2.3.1', 2, 3]);
    expect(dumps[0]![3]).toEqual(['CT', 'P2', '1.2.3.2', 1, 2]);
    expect(dumps[0]![1]).toMatchObject({ patients: 2, studies: 2, instances: 5 });
    for (const other of dumps) expect(other).toEqual(dumps[0]);
  });

  it('remembers how far a journal was applied', async () => {
    expect(await test.catalog.appliedSequence('records')).toBe(0);
    await test.catalog.setAppliedSequence('records', 7);
    expect(await test.catalog.appliedSequence('records')).toBe(7);
  });
});
