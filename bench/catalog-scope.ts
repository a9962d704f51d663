/**
 * What a scope of a thousand grants costs in the catalog: p50, p99 and CPU of one page of answers with its count.
 * node bench/catalog-scope.ts [studies=20000] [directory=a temporary one]
 * A directory that is there is one of catalog-find.ts; it gets collections, persons and labels.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { type Catalog, openCatalog, parseQuery } from '../src/catalog/index.ts';
import { everything, type Scope, type ScopeRule } from '../src/contract/index.ts';
import { Dataset, type PlainDataset, tags } from '../src/dicom/index.ts';
import { dateOf, patientOf, syntheticFill } from './catalog-fill.ts';
import { median, percentile } from './statistics.ts';

const GRANTS = 1_000;
const REPEATS = 100;
const ARRIVALS = 20;
const PAGE = 100;
/** As QIDO-RS counts. */
const MOST_COUNTED = 10_001;
const SEED = 7;
/** So many collections share all studies; a person has two patients, so four studies. */
const COLLECTIONS = 2_000;

const studies = Number(process.argv[2] ?? 20_000);
const given = process.argv[3];
const directory = given ?? mkdtempSync(join(tmpdir(), 'isocenter-catalog-scope-'));
const path = join(directory, 'catalog.sqlite');

/** Straight in SQL: it is the reading that is measured. */
function addPeopleAndCollections(): void {
  const database = new BetterSqlite3(path);
  database.exec(`UPDATE study SET collection = 'C' || (id % ${COLLECTIONS}) WHERE collection IS NULL`);
  database.exec(`INSERT OR IGNORE INTO person_patient
    SELECT patient_key, 'person-' || (id / 2), '2026', 'bench' FROM patient`);
  database.exec(`INSERT OR IGNORE INTO label
    SELECT 'study', study_instance_uid, 'trial', 'T' || (id % ${COLLECTIONS}), '2026', 'bench' FROM study WHERE id % 20 = 0`);
  database.close();
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
        { label: 'trial', value: `T${n}` },
      ].at(n % 4)!,
  ),
};

const newest = { order: { tags: [tags.StudyDate], descending: true } };
const questions: readonly (readonly [what: string, keys: (n: number) => PlainDataset, more: object])[] = [
  ['the first 100', () => ({}), {}],
  ['the newest 100', () => ({}), newest],
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

async function ask(catalog: Catalog, scope: Scope, keys: PlainDataset, more: object): Promise<void> {
  const query = parseQuery(Dataset.of({ ...answered, ...keys }), 'study', {
    root: 'study',
    relational: false,
  });
  const page = await catalog.findPage(scope, { ...query, ...more, limit: PAGE });
  if (page.next !== undefined) await catalog.countAnswers(scope, query, MOST_COUNTED);
}

/** CPU time of each of several things that work does, in ms. */
async function cpuOf(work: () => Promise<void>, things = 1): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / things;
}

const shape = { seriesPerStudy: 1, instancesPerSeries: 1, seed: SEED };
/** Studies that come later, of which each run has its own. */
let next = studies + Math.floor(Date.now() / 1_000);

const isNew = !existsSync(path);
const catalog = await openCatalog({ database: `sqlite:${path}` });
try {
  if (isNew) await syntheticFill(catalog, { ...shape, studies });
  await catalog.flush();
  addPeopleAndCollections();
  for (const [who, scope] of Object.entries(scopes)) {
    const anew = await cpuOf(() => ask(catalog, scope, {}, newest));
    console.log(`${who}, the newest 100 for the first time: CPU ${anew.toFixed(2)} ms`);
    for (const [what, keys, more] of questions) {
      const taken: number[] = [];
      await ask(catalog, scope, keys(0), more);
      const cpu = await cpuOf(async () => {
        for (let n = 1; n <= REPEATS; n++) {
          const started = performance.now();
          await ask(catalog, scope, keys(n), more);
          taken.push(performance.now() - started);
        }
      }, REPEATS);
      const [p50, p99] = [median(taken), percentile(taken, 0.99)];
      console.log(
        `${who}, ${what}: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, CPU ${cpu.toFixed(2)} ms`,
      );
    }
    let arriving = 0;
    for (let n = 0; n < ARRIVALS; n++) {
      await syntheticFill(catalog, { ...shape, studies: 1, first: next++ });
      arriving += await cpuOf(() => ask(catalog, scope, {}, newest));
    }
    console.log(`${who}, the newest 100 after an arrival: CPU ${(arriving / ARRIVALS).toFixed(2)} ms`);
  }
} finally {
  await catalog.close();
  if (given === undefined) rmSync(directory, { recursive: true });
}
