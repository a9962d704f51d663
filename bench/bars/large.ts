import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Catalog, type CommitEntry, extractRecord, openCatalog } from '../../src/catalog/index.ts';
import { Dataset, transferSyntax } from '../../src/dicom/index.ts';
import { uid } from '../../test/support/corpus.ts';
import { startIsocenter } from '../../test/support/server.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { addPersonsAndLabels, collectionOf, studyUid } from '../granted-askers.ts';
import { isocenter } from '../peers/isocenter.ts';
import { latencies, openForFind, queries, studyAttributes } from '../queries.ts';
import { cpuMs, residentMemoryMb } from '../resources.ts';
import type { Result } from '../result.ts';
import { percentile } from '../statistics.ts';
import { taking } from '../turns.ts';
import { measureSearches } from './large-search.ts';

const BATCH = 500;
const QUERIES = 1_000;
const WANTED_P99_MS = 20;
const WANTED_GROWTH = 1.5;
const IDLE_MS = 5_000;
/** Of one processor. */
const IDLE_SHARE = 0.02;
const mrImageStorage = '1.2.840.10008.5.1.4.1.1.4';

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
    await fill(context, data, studies, 0, 1);
    const first = await measure(context, data, studies, 1);
    if (!context.full && !context.quick) return first.results;
    await fill(context, data, studies, 1, 10);
    const second = await measure(context, data, studies, 10);
    return [...first.results, ...second.results, ...growth(first.p99s, second.p99s)];
  },
};

async function fill(
  context: BenchContext,
  data: string,
  studies: number,
  from: number,
  to: number,
): Promise<void> {
  const catalog = await openCatalog({ database: `sqlite:${data}/catalog.sqlite` });
  const started = performance.now();
  try {
    await commitAll(catalog, studies, from, to);
    if (from === 0) await addPersonsAndLabels(catalog, studies);
    await settle(catalog);
  } finally {
    await catalog.close();
  }
  const seconds = (performance.now() - started) / 1000;
  context.log(`large: ${studies * (to - from)} instances into the catalog in ${seconds.toFixed(0)} s`);
}

/** The pages of a million studies are not what is measured: they are as if written. */
async function settle(catalog: Catalog): Promise<void> {
  while ((await catalog.markQuiet({ seriesMs: 0, studyMs: 0 })) > 0);
  await catalog.setAppliedSequence('study-pages', await catalog.lastEventSeq());
  await catalog.flush();
}

/** As after a quiet hour: a server that still reads the news about a million studies, or is built, is not idle. */
async function startUntilIdle(data: string): Promise<void> {
  await using server = await startIsocenter({ data, readyTimeoutMs: 120_000 });
  for (let before = -IDLE_MS; cpuMs(server.pid) - before > IDLE_MS * IDLE_SHARE; ) {
    before = cpuMs(server.pid);
    await sleep(IDLE_MS);
  }
}

async function commitAll(catalog: Catalog, studies: number, from: number, to: number): Promise<void> {
  const batch: CommitEntry[] = [];
  for (let study = 0; study < studies; study++) {
    for (let instance = from; instance < to; instance++) batch.push(entry(study, studies, instance));
    if (batch.length >= BATCH) await catalog.commit(batch.splice(0));
  }
  if (batch.length > 0) await catalog.commit(batch);
}

function entry(study: number, studies: number, instance: number): CommitEntry {
  const sopInstanceUid = uid(70, study, 1, instance);
  const dataset = Dataset.of({
    ...studyAttributes(study, studies),
    SOPClassUID: mrImageStorage,
    SOPInstanceUID: sopInstanceUid,
    StudyTime: '101500',
    AccessionNumber: `A${study}`,
    Modality: 'MR',
    Manufacturer: 'Synthetic Imaging',
    ManufacturerModelName: 'Phantom 3000',
    StudyDescription: 'Head',
    SeriesDescription: 't1',
    PatientBirthDate: '19800101',
    PatientSex: 'O',
    StudyInstanceUID: studyUid(study),
    SeriesInstanceUID: uid(70, study, 1),
    StudyID: String(study),
    SeriesNumber: 1,
    InstanceNumber: instance + 1,
  });
  return {
    kind: 'instance',
    record: extractRecord(dataset, transferSyntax.explicitVrLittleEndian.uid),
    content: {
      sha256: `${study.toString(16).padStart(32, '0')}${instance.toString(16).padStart(32, '0')}`,
      size: 35_000,
      mediaType: 'application/dicom',
      location: {
        store: 'local',
        key: `studies/00/${study}/1/${instance}.dcm`,
        form: 'plain',
        headLength: 512,
      },
    },
    origin: {
      via: 'demo',
      receivedAt: '2026-01-01T00:00:00.000Z',
      sender: 'BENCH',
      address: '',
      receiver: '',
    },
    collection: collectionOf(study),
    actor: 'bench',
  };
}

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
