/** A catalog as a hospital has it: a million studies, rows written straight into it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Catalog, type CommitEntry, extractRecord, openCatalog } from '../src/catalog/index.ts';
import { Dataset, transferSyntax } from '../src/dicom/index.ts';
import { uid } from '../test/support/corpus.ts';
import { startIsocenter } from '../test/support/server.ts';
import type { BenchContext } from './bar.ts';
import { addPersonsAndLabels, collectionOf, studyUid } from './granted-askers.ts';
import { studyAttributes } from './queries.ts';
import { cpuMs } from './resources.ts';

const BATCH = 500;
const mrImageStorage = '1.2.840.10008.5.1.4.1.1.4';
const IDLE_MS = 5_000;
/** Of one processor. */
const IDLE_SHARE = 0.02;

/**
 * Instances with numbers from `from` to before `to` of each study, as if they had come in through a door. They have no bytes anywhere.
 * @param data an archive's data directory; what was filled before stays
 */
export async function fillCatalog(
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
  context.log(`catalog: ${studies * (to - from)} instances into the catalog in ${seconds.toFixed(0)} s`);
}

/** The pages of a million studies are not what is measured: they are as if written. */
async function settle(catalog: Catalog): Promise<void> {
  while ((await catalog.markQuiet({ seriesMs: 0, studyMs: 0 })) > 0);
  await catalog.setAppliedSequence('study-pages', await catalog.lastEventSeq());
  await catalog.flush();
}

/** As after a quiet hour: a server that still reads the news about a million studies, or is built, is not idle. */
export async function startUntilIdle(data: string): Promise<void> {
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
