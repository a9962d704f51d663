import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startIsocenter } from '../../test/support/server.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { fillCatalog, startUntilIdle } from '../large-catalog.ts';
import { isocenter } from '../peers/isocenter.ts';
import { latencies, openForFind, queries } from '../queries.ts';
import { residentMemoryMb } from '../resources.ts';
import type { Result } from '../result.ts';
import { percentile } from '../statistics.ts';
import { taking } from '../turns.ts';
import { measureSearches } from './large-search.ts';

const QUERIES = 1_000;
const WANTED_P99_MS = 20;
const WANTED_GROWTH = 1.5;
const IDLE_MS = 5_000;

/**
 * Bars 7 and 9 at 1,000,000 studies, rows written straight into the catalog: query times and starting; and bar 4 of the HTTP
 * door, see large-search.ts. With `--full` the same queries again with ten instances in every study, which must make no difference.
 */
export const largeBar: Bar = {
  name: 'large',
  run: async (context) => {
    if (taking(context, [isocenter]).length === 0) return [];
    const studies = context.quick ? 20_000 : 1_000_000;
    const data = context.directory.join('large');
    mkdirSync(data);
    await fillCatalog(context, data, studies, 0, 1);
    const first = await measure(context, data, studies, 1);
    if (!context.full && !context.quick) return first.results;
    await fillCatalog(context, data, studies, 1, 10);
    const second = await measure(context, data, studies, 10);
    return [...first.results, ...second.results, ...growth(first.p99s, second.p99s)];
  },
};

async function measure(context: BenchContext, data: string, studies: number, instances: number) {
  await startUntilIdle(data);
  await using server = await startIsocenter({ data, readyTimeoutMs: 120_000 });
  await sleep(IDLE_MS);
  const idleMb = residentMemoryMb(server.pid);
  const of = `${studies} studies, ${studies * instances} instances`;
  const common = { better: 'lower' } as const;
  const results: Result[] = [
    {
      ...common,
      bar: 9,
      what: `ready to serve, ${of}`,
      unit: 'ms',
      ours: [server.readyAfterMs],
      wanted: { kind: 'at most', value: 1000 },
    },
    {
      ...common,
      bar: 9,
      what: `idle memory, ${of}`,
      unit: 'MB',
      ours: [idleMb],
      wanted: { kind: 'at most', value: 130 },
    },
  ];
  const association = await openForFind(server.peer);
  const p99s: number[] = [];
  for (const query of queries(studies)) {
    const p99 = percentile(await latencies(association, query, QUERIES), 0.99);
    context.log(`large: ${query.what}, ${of}: p99 ${p99.toFixed(2)} ms`);
    p99s.push(p99);
    results.push({
      ...common,
      bar: 7,
      what: `C-FIND ${query.what}, p99 of ${QUERIES}; ${of}`,
      unit: 'ms',
      ours: [p99],
      wanted: { kind: 'at most', value: WANTED_P99_MS },
    });
  }
  await association.release();
  results.push(...(await measureSearches(context, server, studies, of)));
  return { results, p99s };
}

const growth = (before: readonly number[], after: readonly number[]): Result[] =>
  before.map((p99, i) => ({
    bar: 7,
    what: `C-FIND ${queries(100)[i]?.what}: ten times the instances`,
    unit: 'times',
    better: 'lower',
    ours: [(after[i] ?? Number.NaN) / p99],
    wanted: { kind: 'at most', value: WANTED_GROWTH },
  }));
