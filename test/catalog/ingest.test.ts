import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { statement } from '../../src/catalog/engine/engine.ts';
import { emptyCatalog, engines, type TestCatalog } from '../support/engines.ts';
import { arrival, digest, header } from './samples.ts';

describe.each(engines)('ingest on $name', (engine) => {
  let test: TestCatalog;
  beforeEach(async () => {
    test = await emptyCatalog(engine);
  });
  afterEach(async () => {
    await test.close();
  });

  it('stores an instance once and finds it again', async () => {
    const entry = arrival(header(1, 1, 1), 'a');
    const [nothing] = await test.catalog.lookup([entry.record]);
    expect(nothing).toEqual({ current: undefined, others: [] });
    const [stored] = await test.catalog.commit([entry]);
    expect(stored).toMatchObject({ status: 'stored' });
    const [again] = await test.catalog.commit([entry]);
    expect(again).toEqual({ status: 'exists', itemId: stored!.itemId, sha256: digest('a') });
    const [found] = await test.catalog.lookup([entry.record]);
    expect(found!.current).toMatchObject({ itemId: stored!.itemId, sha256: digest('a'), trashedAt: null });
  });

  it('answers the first of two equal identities in one batch', async () => {
    const [first, second] = await test.catalog.commit([
      arrival(header(1, 1, 1), 'a'),
      arrival(header(1, 1, 1), 'b'),
    ]);
    expect(first).toMatchObject({ status: 'stored' });
    expect(second).toEqual({ status: 'exists', itemId: first!.itemId, sha256: digest('a') });
  });

  it('keeps a conflict beside the current version', async () => {
    const first = arrival(header(1, 1, 1), 'a');
    await test.catalog.commit([first]);
    await test.catalog.commit([{ ...arrival(header(1, 1, 1), 'b'), kind: 'conflict' }]);
    const [found] = await test.catalog.lookup([first.record]);
    expect(found!.current!.sha256).toBe(digest('a'));
    expect(found!.others).toMatchObject([{ sha256: digest('b'), state: 'conflict' }]);
  });

  it('makes a revision current', async () => {
    const first = arrival(header(1, 1, 1), 'a');
    const [stored] = await test.catalog.commit([first]);
    const revised = arrival(header(1, 1, 1, { PatientID: 'P2' }), 'b');
    await test.catalog.commit([{ ...revised, kind: 'revision', revisionOf: stored!.itemId }]);
    const [found] = await test.catalog.lookup([first.record]);
    expect(found!.current).toMatchObject({ sha256: digest('b'), state: 'revision' });
    expect(found!.others).toMatchObject([{ sha256: digest('a'), state: 'original' }]);
  });

  it('writes nothing of a batch that fails, and goes on afterwards', async () => {
    const good = arrival(header(1, 1, 1), 'a');
    const broken = arrival(header(1, 1, 2), 'b');
    const bad = { ...broken, content: { ...broken.content, size: null as unknown as number } };
    await expect(test.catalog.commit([good, bad])).rejects.toThrow();
    expect(await test.catalog.events(0)).toEqual([]);
    expect((await test.catalog.lookup([good.record]))[0]!.current).toBeUndefined();
    expect(await test.catalog.commit([good])).toMatchObject([{ status: 'stored' }]);
  });

  it('counts every instance at once, whatever fails in between', async () => {
    const { catalog } = test;
    const counts = async () => {
      const { patients, studies, series, instances, bytes } = await catalog.statistics();
      return { patients, studies, series, instances, bytes };
    };
    const one = arrival(header(1, 1, 1), 'a');
    const { size } = one.content;
    const bad = {
      ...arrival(header(2, 1, 1), 'x'),
      content: { ...one.content, size: null as unknown as number },
    };
    await catalog.commit([one]);
    await catalog.commit([arrival(header(1, 1, 2), 'b')]);
    const [before] = await catalog.events(0);
    await expect(catalog.commit([arrival(header(1, 2, 1), 'c'), bad])).rejects.toThrow();
    await catalog.commit([arrival(header(1, 2, 1), 'c')]);
    expect(await counts()).toEqual({ patients: 1, studies: 1, series: 2, instances: 3, bytes: 3 * size });
    await expect(catalog.change(() => statement('UPDATE total SET value = NULL', []))).rejects.toThrow();
    await catalog.commit([arrival(header(1, 2, 2), 'd')]);
    expect(await counts()).toEqual({ patients: 1, studies: 1, series: 2, instances: 4, bytes: 4 * size });
    const events = await catalog.events(0);
    expect(events).toHaveLength(4);
    expect(events[0]).toEqual(before);
    const studies = await catalog.engine.read(() =>
      statement('SELECT series_count, instance_count FROM study', []),
    );
    expect(studies).toEqual([{ series_count: 2, instance_count: 4 }]);
  });

  it('leaves counts in memory when asked for the collection of a study', async () => {
    const { catalog } = test;
    const { engine: database } = catalog;
    await catalog.commit([arrival(header(1, 1, 1), 'a', { collection: 'knee' })]);
    expect(await catalog.collectionOfStudy('1.2.3.1')).toBe('knee');
    const written = () =>
      database.read(() => statement('SELECT instance_count FROM study', []), { usesMemory: true });
    expect(await written()).toEqual([{ instance_count: database.supportsRowCache ? 0 : 1 }]);
    expect((await catalog.statistics()).instances).toBe(1);
    expect(await written()).toEqual([{ instance_count: 1 }]);
  });

  it('answers the collection that somebody put a study into before that of its row', async () => {
    const { catalog } = test;
    await catalog.commit([arrival(header(1, 1, 1), 'a', { collection: 'knee' })]);
    for (const uid of ['1.2.3.1', '1.2.3.2']) {
      await catalog.change(() =>
        statement('INSERT INTO study_collection (study_instance_uid, collection) VALUES (?, ?)', [uid, null]),
      );
      expect(await catalog.collectionOfStudy(uid)).toBeNull();
    }
    expect(await catalog.collectionOfStudy('1.2.3.3')).toBeUndefined();
  });

  it('counts each patient when a study moves from one who has others', async () => {
    const { catalog } = test;
    await catalog.commit([arrival(header(1, 1, 1), 'a'), arrival(header(2, 1, 1), 'b')]);
    const earlier = arrival(header(1, 1, 2, { PatientID: 'P2' }), 'c');
    await catalog.commit([
      { ...earlier, origin: { ...earlier.origin, receivedAt: '2023-01-01T00:00:00.000Z' } },
    ]);
    await catalog.commit([arrival(header(2, 1, 2), 'd')]);
    await catalog.commit([arrival(header(3, 1, 1), 'e')]);
    const counts = await catalog.engine.read(() =>
      statement('SELECT id, study_count, series_count, instance_count FROM patient ORDER BY id', []),
    );
    const rows = await catalog.engine.read(() =>
      statement(
        `SELECT study.patient_row AS id, count(DISTINCT study.id) AS study_count,
          count(DISTINCT series.id) AS series_count, count(*) AS instance_count
          FROM instance JOIN series ON series.id = instance.series_row JOIN study ON study.id = series.study_row
          GROUP BY study.patient_row ORDER BY study.patient_row`,
        [],
      ),
    );
    const asNumbers = (all: readonly unknown[]) =>
      all.map((row) => Object.values(row as Record<string, unknown>).map(Number));
    expect(asNumbers(counts)).toEqual(asNumbers(rows));
    expect(asNumbers(counts).map(([, ...numbers]) => numbers)).toEqual([
      [2, 2, 3],
      [1, 1, 2],
    ]);
  });

  it('appends one event for each entry, in order', async () => {
    await test.catalog.commit([arrival(header(1, 1, 1), 'a'), arrival(header(1, 1, 2), 'b')]);
    const events = await test.catalog.events(0);
    expect(events.map(({ kind }) => kind)).toEqual(['instance.stored', 'instance.stored']);
    expect(events[1]!.seq).toBeGreaterThan(events[0]!.seq);
    expect(await test.catalog.events(events[0]!.seq)).toHaveLength(1);
    expect(await test.catalog.lastEventSeq()).toBe(events[1]!.seq);
  });

  it('flushes', async () => {
    await test.catalog.commit([arrival(header(1, 1, 1), 'a')]);
    await expect(test.catalog.flush()).resolves.toBeUndefined();
  });
});
