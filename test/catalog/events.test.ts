import { describe, expect, it } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { emptyCatalog, engines } from '../support/engines.ts';
import { arrival, header } from './samples.ts';

const WRITERS = 3;
const BATCHES = 20;

describe.each(engines)('events on $name', (engine) => {
  it('wakes who waits for them', async () => {
    const test = await emptyCatalog(engine);
    const waiting = test.catalog.waitForEvents(60_000);
    await test.catalog.commit([arrival(header(1, 1, 1), 'a')]);
    const start = performance.now();
    await waiting;
    expect(performance.now() - start).toBeLessThan(30_000);
    await test.catalog.waitForEvents(1);
    await test.close();
  });

  it('never show a number before all smaller ones, whoever writes', async () => {
    const test = await emptyCatalog(engine);
    // Several processes may write on PostgreSQL; on SQLite one does, whatever its connections.
    const writers = await Promise.all(
      Array.from({ length: WRITERS }, () =>
        test.catalog.supportsDurableCommit ? openCatalog({ database: test.database }) : test.catalog,
      ),
    );
    let writing = true;
    const seen: number[] = [];
    const reader = (async () => {
      for (let last = false; !last; ) {
        last = !writing;
        const events = await test.catalog.events(seen.at(-1) ?? 0);
        for (const { seq } of events) seen.push(seq);
      }
    })();
    await Promise.all(
      writers.map(async (catalog, writer) => {
        for (let i = 0; i < BATCHES; i++) {
          // All of them fight for the same study; every third batch is refused.
          const entry = arrival(header(1, writer, i), `${writer}-${i}`);
          const bad = { ...entry, content: { ...entry.content, size: null as unknown as number } };
          if (i % 3 === 0) await expect(catalog.commit([bad])).rejects.toThrow();
          await catalog.commit([entry, arrival(header(2 + writer, 1, i), `x${writer}-${i}`)]);
        }
      }),
    );
    writing = false;
    await reader;
    const all = (await test.catalog.events(0, 10_000)).map(({ seq }) => seq);
    expect(seen).toEqual(all);
    expect(all).toHaveLength(WRITERS * BATCHES * 2);
    const { studies, series, instances } = await test.catalog.statistics();
    expect([studies, series, instances]).toEqual([1 + WRITERS, 2 * WRITERS, WRITERS * BATCHES * 2]);
    for (const catalog of writers) if (catalog !== test.catalog) await catalog.close();
    await test.close();
  });

  it('look at no more than a window for who sees little, and say where it ends', async () => {
    const test = await emptyCatalog(engine);
    const { catalog } = test;
    for (const [instance, study] of [1, 2, 2, 2, 2, 1].entries())
      await catalog.commit([arrival(header(study, 1, instance), `content ${instance}`)]);
    const all = (await catalog.events(0)).map(({ seq }) => seq);
    const scope = { kind: 'rules', rules: [{ studyInstanceUid: '1.2.3.1' }] } as const;
    const pageAfter = async (cursor: number, limit = 100) => {
      const page = await catalog.eventPage(cursor, limit, scope, 2);
      return [page.events.map(({ seq }) => seq), page.cursor];
    };
    expect(await pageAfter(0)).toEqual([[all[0]], all[1]]);
    expect(await pageAfter(0, 1)).toEqual([[all[0]], all[0]]);
    expect(await pageAfter(all[1]!)).toEqual([[], all[3]]);
    expect(await pageAfter(all[3]!)).toEqual([[all[5]], all[5]]);
    expect(await pageAfter(all[5]!)).toEqual([[], all[5]]);
    await test.close();
  });
});
