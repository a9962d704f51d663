/** Priors of the patients who come: worklists and archives of others (DCMTK, Orthanc), tables, labels. */
import { existsSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { attentionInWords, everything, node as nodeSchema } from '../../src/contract/index.ts';
import { TemporaryAutomation } from '../support/automation.ts';
import { type CorpusShape, corpus } from '../support/corpus.ts';
import { type DcmtkServer, hasDcmtk, startDcmqrscp, storescu } from '../support/dcmtk.ts';
import { fillPacs } from '../support/filled-pacs.ts';
import {
  dicomWebPlugin,
  hasOrthanc,
  hasOrthancDicomWeb,
  type OrthancServer,
  startOrthanc,
} from '../support/orthanc.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { tester } from '../support/temp-archive.ts';
import { hasWorklist, startWorklist, type WorklistServer, writeWorklist } from '../support/worklist.ts';

const go = new AbortController().signal;

interface Made {
  readonly patient: string;
  readonly date: string;
  readonly modality: string;
  readonly bodyPart?: string;
}
/** What the archive elsewhere has. */
const made: readonly Made[] = [
  { patient: 'P1', date: '20100101', modality: 'MR' },
  { patient: 'P1', date: '20230101', modality: 'MR', bodyPart: 'KNEE' },
  { patient: 'P1', date: '20240101', modality: 'CT', bodyPart: 'KNEE' },
  { patient: 'P1', date: '20250101', modality: 'MR', bodyPart: 'HEAD' },
  { patient: 'P2', date: '20250202', modality: 'CT' },
  { patient: 'P3', date: '20250303', modality: 'MR' },
  { patient: 'P11', date: '20250404', modality: 'MR' },
];
const shape: CorpusShape = {
  ...{ kind: 'tiny', studies: made.length, instancesPerSeries: 2, seed: 950 },
  override: ({ study }) => {
    const { patient, date, modality, bodyPart = '' } = made[study]!;
    return { PatientID: patient, StudyDate: date, Modality: modality, BodyPartExamined: bodyPart };
  },
};
const images = [...corpus(shape)];
const entries = [
  { patientId: 'P1', date: '20260311', modality: 'MR' },
  { patientId: 'P2', date: '20260311', modality: 'CT' },
  { patientId: 'P3', date: '20260312', modality: 'MR' },
];
const nodeAt = (name: string, aeTitle: string, port: number) =>
  nodeSchema.parse({ name, aeTitle, host: '127.0.0.1', port });

describeWithPeer('priors', hasDcmtk && hasWorklist, () => {
  let directory: TemporaryDirectory;
  let pacs: DcmtkServer;
  let worklist: WorklistServer;
  let home: TemporaryAutomation;

  beforeEach(async () => {
    directory = new TemporaryDirectory('priors');
    pacs = await startDcmqrscp({ directory: directory.join('db') });
    await fillPacs(pacs, images);
    worklist = await startWorklist(directory.join('worklist'), entries);
    home = await TemporaryAutomation.open(undefined, [
      nodeAt('pacs', pacs.aet, pacs.port),
      nodeAt('ris', worklist.aet, worklist.port),
    ]);
    await home.jobs.start();
  });
  afterEach(async () => {
    await home[Symbol.asyncDispose]();
    await worklist[Symbol.asyncDispose]();
    await pacs.stop();
    directory.remove();
  });

  /** What came in the run of the evening before the 11th, newest first. */
  async function cameWith(priors: object): Promise<string[]> {
    await say(home, { node: 'pacs', priors });
    return await ranOn(home, '2026-03-10T19:00:00Z');
  }

  it('of a worklist come, the newest first, so many and so far back', async () => {
    const worklist = { node: 'ris' };
    expect(await cameWith({ worklist })).toEqual([
      ...['P1 20230101', 'P1 20240101', 'P1 20250101', 'P2 20250202'],
    ]);
    const before = await home.automation.schedules.report('tomorrow', {});
    expect(before.run).toMatchObject({ state: 'complete', counts: { studies: 4, came: 8, missing: 0 } });
    await home.automation.schedules.run('tomorrow', '2026-03-10');
    await settled(home);
    const again = await home.automation.schedules.report('tomorrow', {});
    expect(again.run.counts).toMatchObject({ studies: 4, missing: 0 });
    await expect(home.automation.schedules.run('tomorrow', '2026-03-08')).rejects.toMatchObject({
      ...{ code: 'schedule/list-over', params: { day: '2026-03-09' } },
    });
  });

  it.each([
    ['only one of each patient', { worklist: 'ris', atMost: 1 }, ['P1 20250101', 'P2 20250202']],
    ['of one modality', { worklist: 'ris', modalities: ['CT'] }, ['P1 20240101', 'P2 20250202']],
    ['of who comes to one scanner', { worklist: { node: 'ris', modality: 'CT' } }, ['P2 20250202']],
    ['of another day', { worklist: 'ris', daysAhead: 2 }, ['P3 20250303']],
  ])('come %s', async (_, priors, expected) => {
    expect(await cameWith(priors)).toEqual(expected);
  });

  it('of a table come, of its day', async () => {
    const file = home.sources.join('tomorrow.csv');
    writeFileSync(
      file,
      '\ufeffDatum;Patient;Name\n11.03.2026;P2;"Meier; Eva"\n12.03.2026;P3;\n11.03.2026;P*;\n',
    );
    const csv = { file, patient: 'Patient', date: 'Datum' };
    expect(await cameWith({ csv })).toEqual(['P2 20250202']);
  });

  it.each([
    ['is not there', undefined, 'ENOENT'],
    ['has no such column', 'Id\nP2\n', 'no column PatientID'],
    ['has lines without a date', 'PatientID,Date\nP2,soon\n', 'no date'],
    ['is no table', 'PatientID,Date\n"P2,2026\n', 'no table'],
  ])('of a table that %s do not come, and that is told', async (_, text, reason) => {
    const file = home.sources.join('list.csv');
    if (text !== undefined) writeFileSync(file, text);
    const csv = { file, ...(text?.includes('Date') && { date: 'Date' }) };
    await say(home, { node: 'pacs', priors: { csv } });
    home.setTime('2026-03-10T12:00:00Z');
    await home.automation.lookNow(go);
    home.setTime('2026-03-10T19:00:01Z');
    await vi.waitFor(
      async () => {
        await home.automation.lookNow(go);
        const [problem = ''] = home.automation.schedules.problems().map(attentionInWords);
        expect(problem).toContain(reason);
        expect(problem).not.toContain('P2');
      },
      { timeout: 10_000 },
    );
  });

  it('of a table outside of the folders for it are refused', async () => {
    await expect(say(home, { node: 'pacs', priors: { csv: { file: '/etc/passwd' } } })).rejects.toThrow(
      /sourceFolders|folder/,
    );
  });

  it('of patients of studies with a label come', async () => {
    await home.take({ override: () => ({ PatientID: 'P2' }), seed: 951 });
    const [study] = corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 951 });
    await home.temporary.archive.label(tester, everything, {
      target: 'study',
      uid: study!.studyInstanceUid,
      name: 'tomorrow',
      value: '',
    });
    expect(await cameWith({ label: 'tomorrow' })).toContain('P2 20250202');
  });

  it('of the newest list come first, and those of a day that is over no more', async () => {
    const between = '22:00-06:00';
    await say(home, { node: 'pacs', priors: { worklist: 'ris', daysAhead: 0 }, between });
    for (const time of ['2026-03-10T12:00:00Z', '2026-03-10T19:00:01Z', '2026-03-11T19:00:01Z']) {
      home.setTime(time);
      await home.automation.lookNow(go);
    }
    const { runs } = await home.automation.schedules.show('tomorrow', 10);
    expect(runs).toMatchObject([
      { day: '2026-03-11', state: 'waiting' },
      { day: '2026-03-10', state: 'failed', reason: { code: 'schedule/list-missed' } },
    ]);
  });

  it('are seen before', async () => {
    const schedule = {
      at: '0 20 * * *',
      timeZone: 'Europe/Berlin',
      retrieve: { node: 'pacs', priors: { worklist: 'ris' } },
    };
    home.setTime('2026-03-10T12:00:00Z');
    const caller = home.owner.caller!;
    const seen = await home.automation.previewSchedule({ schedule, limit: 50 }, caller, go);
    expect(seen.problems).toEqual([]);
    expect(seen.studies.map(({ patientId, date }) => `${patientId} ${date}`)).toEqual([
      ...['P1 20250101', 'P1 20240101', 'P1 20230101', 'P2 20250202'],
    ]);
  });
});

const worklists = '/usr/share/orthanc/plugins/libModalityWorklists.so';

describeWithPeer('priors with Orthanc', hasOrthanc && hasWorklist && existsSync(worklists), () => {
  it('come by its worklist from its archive', () => comeFrom([], () => ({})));
});

describeWithPeer('priors with Orthanc that has DICOMweb', hasOrthancDicomWeb && existsSync(worklists), () => {
  it('come by its worklist, which only DICOM has, and by QIDO-RS and WADO-RS', () =>
    comeFrom([dicomWebPlugin], (port) => ({ web: { url: `http://127.0.0.1:${port}/dicom-web` } })));
});

/** @param webAt what the node has besides its DICOM address. */
async function comeFrom(plugins: readonly string[], webAt: (port: number) => object): Promise<void> {
  using directory = new TemporaryDirectory('priors-orthanc');
  await writeWorklist(directory.join('lists'), entries);
  await using orthanc: OrthancServer = await startOrthanc({
    plugins: [worklists, ...plugins],
    configuration: {
      DicomAlwaysAllowFindWorklist: true,
      Worklists: { Enable: true, Database: directory.join('lists') },
    },
  });
  const files = images.map((image, index) => {
    const path = directory.join(`${index}.dcm`);
    writeFileSync(path, image.encode());
    return path;
  });
  expect((await storescu(orthanc.peer, files)).code).toBe(0);
  await using home = await TemporaryAutomation.open(undefined, [
    { ...nodeAt('orthanc', orthanc.peer.aet, orthanc.dicomPort), ...webAt(orthanc.httpPort) },
  ]);
  await home.jobs.start();
  await say(home, { node: 'orthanc', priors: { worklist: 'orthanc', modalities: ['MR'] } });
  expect(await ranOn(home, '2026-03-10T19:00:00Z')).toEqual(['P1 20230101', 'P1 20250101']);
  // dcmqrscp knows no body parts.
  const priors = { worklist: 'orthanc', bodyParts: ['knee'], atMost: 1 };
  await say(home, { node: 'orthanc', priors });
  await home.automation.lookNow(go);
  await home.automation.schedules.run('tomorrow', undefined);
  await settled(home);
  // P2's study does not say.
  expect(await reported(home)).toEqual(['P1 20240101', 'P2 20250202']);
}

const say = (home: TemporaryAutomation, retrieve: object) =>
  home.say(
    JSON.stringify({ schedules: { tomorrow: { at: '0 20 * * *', timeZone: 'Europe/Berlin', retrieve } } }),
  );

const settled = (home: TemporaryAutomation) =>
  vi.waitFor(
    async () => {
      await home.automation.lookNow(go);
      const { runs } = await home.automation.schedules.show('tomorrow', 10);
      expect(runs.length).toBeGreaterThan(0);
      expect(runs.filter(({ state }) => state === 'waiting' || state === 'running')).toEqual([]);
    },
    { timeout: 20_000, interval: 20 },
  );

/** Lets it become that time; patients and dates of what is here then. */
async function ranOn(home: TemporaryAutomation, time: string): Promise<string[]> {
  home.setTime('2026-03-10T12:00:00Z');
  await home.automation.lookNow(go);
  home.setTime(time);
  home.pass(1_000);
  await settled(home);
  return await reported(home);
}

async function reported(home: TemporaryAutomation): Promise<string[]> {
  const { studies } = await home.automation.schedules.report('tomorrow', {});
  return studies
    .map(({ studyInstanceUid }) => images.find((one) => one.studyInstanceUid === studyInstanceUid)!)
    .map(({ study }) => `${made[study]!.patient} ${made[study]!.date}`)
    .sort();
}
