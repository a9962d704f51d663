/**
 * What a scope of a thousand grants costs in the catalog: p50, p99 and CPU of one page of answers with its count.
 * node bench/catalog-scope.ts [studies=20000] [directory=a temporary one, or the URL of a PostgreSQL database]
 * What is there already is of this program or of catalog-find.ts; it gets collections, persons and labels.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Catalog, openCatalog, parseQuery, statement } from '../src/catalog/index.ts';
import { everything, type Scope, type ScopeRule } from '../src/contract/index.ts';
import { Dataset, type PlainDataset, tags } from '../src/dicom/index.ts';
import { dateOf, patientOf, syntheticFill } from './catalog-fill.ts';
import { median, percentile } from './statistics.ts';

const GRANTS = 1_000;
const REPEATS = 100;
const HAPPENINGS = 20;
const PAGE = 100;
/** As QIDO-RS counts. */
const MOST_COUNTED = 10_001;
const SEED = 7;
/** So many collections share all studies; a person has two patients, so four studies. */
const COLLECTIONS = 2_000;

const studies = Number(process.argv[2] ?? 20_000);
const given = process.argv[3];
const directory = given ?? mkdtempSync(join(tmpdir(), 'isocenter-catalog-scope-'));
const database = directory.startsWith('postgres') ? directory : `sqlite:${join(directory, 'catalog.sqlite')}`;

/** Straight in SQL: it is the reading that is measured. */
async function addPeopleAndCollections(catalog: Catalog): Promise<void> {
  const additions = [
    `UPDATE study SET collection = 'C' || (id % ${COLLECTIONS}) WHERE collection IS NULL`,
    `INSERT INTO person_patient (patient_key, person_uid, merged_at, merged_by)
      SELECT patient_key, 'person-' || (id / 2), '2026', 'bench' FROM patient WHERE true ON CONFLICT DO NOTHING`,
    `INSERT INTO label (target, target_uid, name, value, labelled_at, labelled_by)
      SELECT 'study', study_instance_uid, 'trial', 'T' || (id % ${COLLECTIONS}), '2026', 'bench'
      FROM study WHERE id % 20 = 0 ON CONFLICT DO NOTHING`,
  ];
  await catalog.change(function* () {
    for (const addition of additions) yield* statement(addition, []);
  });
}

const spread = (n: number): number => (n * 7_919) % studies;
const uidOf = (study: number): string => `1.2.826.0.1.3680043.10.${SEED}.${study}`;
const rules = (rule: (n: number) => ScopeRule): Scope => ({
  kind: 'rules',
  rules: Array.from({ length: GRANTS }, (_, n) => rule(n)),
});

const scopes: Readonly<Record<string, Scope>> = {
  'as administrator': everything,
  '1,000 studies': rules((n) => ({ studyInstanceUid: uidOf(spread(n)) })),
  '1,000 patients': rules((n) => ({ patientKey: `${patientOf(spread(n)).patientId}\\domain\\` })),
  '1,000 persons': rules((n) => ({ person: `person-${Math.floor(spread(n) / 4)}` })),
  '1,000 labels': rules((n) => ({ label: 'trial', value: `T${n * 2}` })),
  '1,000 of 2,000 collections': rules((n) => ({ collection: `C${n}` })),
  '1,000 of all kinds': rules(
    (n) =>
      [
        { studyInstanceUid: uidOf(spread(n)) },
        { patientKey: `${patientOf(spread(n)).patientId}\\domain\\` },
        { person: `person-${Math.floor(spread(n) / 4)}` },
        { label: 'trial', value: `T${(n - 3) * 4}` },
        { collection: `C${n}` },
      ].at(n % 5)!,
  ),
};

/** Newest first. */
const newest = { order: { tags: [tags.StudyDate], descending: true } };
const questions: readonly (readonly [what: string, keys: (n: number) => PlainDataset, more: object])[] = [
  ['the first 100', () => ({}), {}],
  ['the newest 100', () => ({}), newest],
  ['the newest 100 of years', () => ({ StudyDate: '19550101-19701231' }), newest],
  ['by PatientID', (n) => ({ PatientID: patientOf(spread(n)).patientId }), {}],
  ['by name prefix', (n) => ({ PatientName: `${patientOf(spread(n)).family}*` }), {}],
  ['by date', (n) => ({ StudyDate: dateOf(spread(n), studies) }), {}],
];

const answered = {
  StudyInstanceUID: '',
  StudyDate: '',
  StudyTime: '',
  PatientName: '',
  PatientID: '',
  ModalitiesInStudy: '',
};

type Page = Parameters<Catalog['findPage']>[1];

function questionOf(keys: PlainDataset, more: object): Page {
  const options = { root: 'study', relational: false } as const;
  return { ...parseQuery(Dataset.of({ ...answered, ...keys }), 'study', options), ...more, limit: PAGE };
}

/** A page and how many there are. */
async function ask(catalog: Catalog, scope: Scope, question: Page): Promise<void> {
  const page = await catalog.findPage(scope, question);
  if (page.next === undefined) return;
  await catalog.countAnswers(scope, question, MOST_COUNTED);
}

/** CPU time of each of several things that work does, in ms. */
async function cpuOf(work: () => Promise<void>, things = 1): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / things;
}

const bench = { actor: 'bench', at: '2026-01-01T00:00:00.000Z' };
const shape = { seriesPerStudy: 1, instancesPerSeries: 1, seed: SEED };
/** Studies that come later, of which each run has its own. */
let next = studies + Math.floor(Date.now() / 1_000);

const catalog = await openCatalog({ database });

async function askOften(who: string, scope: Scope, what: string, pages: (n: number) => Page): Promise<void> {
  const taken: number[] = [];
  await ask(catalog, scope, pages(0));
  const cpu = await cpuOf(async () => {
    for (let n = 1; n <= REPEATS; n++) {
      const started = performance.now();
      await ask(catalog, scope, pages(n));
      taken.push(performance.now() - started);
    }
  }, REPEATS);
  const [p50, p99] = [median(taken), percentile(taken, 0.99)];
  console.log(
    `${who}, ${what}: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, CPU ${cpu.toFixed(2)} ms`,
  );
}

/** Where the hundredth part of all that they see ends. */
async function farBehind(scope: Scope): Promise<object> {
  const all = questionOf({}, newest);
  const seen = await catalog.countAnswers(scope, all, studies);
  const { next } = await catalog.findPage(scope, { ...all, offset: Math.floor(seen / 100) });
  return next === undefined ? {} : { after: next };
}

/** The same after something has happened, each time. */
async function askAfter(
  who: string,
  scope: Scope,
  what: string,
  happen: (n: number) => Promise<unknown>,
): Promise<void> {
  let cpu = 0;
  for (let n = 0; n < HAPPENINGS; n++) {
    await happen(n);
    cpu += await cpuOf(() => ask(catalog, scope, questionOf({}, newest)));
  }
  console.log(`${who}, the newest 100 after ${what}: CPU ${(cpu / HAPPENINGS).toFixed(2)} ms`);
}

try {
  if ((await catalog.statistics()).studies === 0) await syntheticFill(catalog, { ...shape, studies });
  await catalog.flush();
  await addPeopleAndCollections(catalog);
  for (const [who, scope] of Object.entries(scopes)) {
    const anew = await cpuOf(() => ask(catalog, scope, questionOf({}, newest)));
    console.log(`${who}, the newest 100 for the first time: CPU ${anew.toFixed(2)} ms`);
    for (const [what, keys, more] of questions) {
      await askOften(who, scope, what, (n) => questionOf(keys(n), more));
    }
    const behind = { ...newest, ...(await farBehind(scope)) };
    await askOften(who, scope, 'the 100 behind the newest hundredth', () => questionOf({}, behind));
    await askAfter(who, scope, 'an arrival', () =>
      syntheticFill(catalog, { ...shape, studies: 1, first: next++ }),
    );
    await askAfter(who, scope, 'a label', (n) =>
      catalog.label({ target: 'study', uid: uidOf(spread(n)), name: 'seen', value: null }, bench),
    );
  }
} finally {
  await catalog.close();
  if (given === undefined) rmSync(directory, { recursive: true });
}
