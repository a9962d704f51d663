/**
 * C-FIND in the catalog alone: p50 and p99 over random queries.
 * node bench/catalog-find.ts [studies=20000] [instancesPerStudy=1] [directory=a temporary one]
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Catalog, openCatalog, parseQuery } from '../src/catalog/index.ts';
import { everything } from '../src/contract/index.ts';
import { Dataset, type PlainDataset } from '../src/dicom/index.ts';
import { dateOf, patientOf, syntheticFill } from './catalog-fill.ts';

const QUERIES = 1_000;
const SEED = 7;

const [studies = 20_000, instances = 1] = process.argv.slice(2, 4).map(Number);
const given = process.argv[4];
const directory = given ?? mkdtempSync(join(tmpdir(), 'isocenter-catalog-find-'));

const answered = {
  StudyInstanceUID: '',
  StudyDate: '',
  StudyTime: '',
  AccessionNumber: '',
  PatientName: '',
  PatientID: '',
  PatientBirthDate: '',
  StudyDescription: '',
  ModalitiesInStudy: '',
  NumberOfStudyRelatedSeries: '',
  NumberOfStudyRelatedInstances: '',
};

async function count(catalog: Catalog, keys: PlainDataset): Promise<number> {
  const query = parseQuery(Dataset.of({ ...answered, ...keys }), 'study', {
    root: 'study',
    relational: false,
  });
  let rows = 0;
  for await (const page of catalog.find(everything, query)) rows += page.length;
  return rows;
}

async function measure(
  catalog: Catalog,
  name: string,
  times: number,
  keys: (random: number) => PlainDataset,
) {
  const taken: number[] = [];
  let answers = 0;
  let random = SEED;
  for (let i = 0; i < times; i++) {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
    const start = performance.now();
    answers += await count(catalog, keys(random % studies));
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  const at = (share: number) => taken[Math.min(times - 1, Math.floor(times * share))]!.toFixed(2);
  console.log(
    `${name}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${(answers / times).toFixed(1)} answers on average`,
  );
}

/** How long the loop was held up at worst while something ran. */
async function worstDelay(work: () => Promise<void>): Promise<number> {
  let worst = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    worst = Math.max(worst, now - last - 1);
    last = now;
  }, 1);
  await work();
  clearInterval(timer);
  return worst;
}

const path = join(directory, 'catalog.sqlite');
const isNew = !existsSync(path);
const catalog = await openCatalog({ database: `sqlite:${path}` });
try {
  if (isNew) {
    const start = performance.now();
    await syntheticFill(catalog, { studies, seriesPerStudy: 1, instancesPerSeries: instances, seed: SEED });
    const seconds = (performance.now() - start) / 1_000;
    console.log(`filled ${studies * instances} instances in ${seconds.toFixed(1)} s`);
  }
  await catalog.flush();
  await measure(catalog, 'PatientID', QUERIES, (study) => ({ PatientID: patientOf(study).patientId }));
  await measure(catalog, 'name prefix', QUERIES, (study) => ({ PatientName: `${patientOf(study).family}*` }));
  await measure(catalog, 'date', QUERIES, (study) => ({ StudyDate: dateOf(study, studies) }));
  const wide = await worstDelay(() =>
    measure(catalog, 'name with leading *', 1, () => ({ PatientName: '*X99*Y' })),
  );
  console.log(`  held up the loop for ${wide.toFixed(1)} ms at worst`);
  if (studies <= 50_000) {
    await measure(catalog, 'all studies', 5, () => ({}));
  }
  const { rss } = process.memoryUsage();
  console.log(`database ${(statSync(path).size / 1e6).toFixed(0)} MB, resident ${(rss / 1e6).toFixed(0)} MB`);
} finally {
  await catalog.close();
  if (given === undefined) rmSync(directory, { recursive: true });
}
