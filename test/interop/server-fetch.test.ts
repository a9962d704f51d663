/** What is missing is fetched from real archives, by hand and by a schedule: Orthanc by C-GET, by C-MOVE alone, and by DICOMweb. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ArchiveHome, createArchiveHome, storedFiles } from '../support/archive-home.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { corpus } from '../support/corpus.ts';
import {
  dicomWebPlugin,
  hasOrthanc,
  hasOrthancDicomWeb,
  type OrthancOptions,
  type OrthancServer,
  startOrthanc,
} from '../support/orthanc.ts';
import { freePort } from '../support/ports.ts';
import type { IsocenterServer } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { usualEngine } from '../support/usual-engine.ts';

const images = [
  ...corpus({
    ...{ kind: 'mr', studies: 2, seriesPerStudy: 2, instancesPerSeries: 3, seed: 910 },
    override: ({ study }) => ({ StudyDate: `2026031${study}` }),
  }),
];
const [study, other] = [...new Set(images.map(({ studyInstanceUid }) => studyInstanceUid))];

interface Fetched {
  readonly came: number;
  readonly wereHere: number;
  readonly failed: number;
}

describeWithPeer('fetching what is missing', hasOrthanc, () => {
  const placeOf = ({ dicomPort }: OrthancServer) => ['ORTHANC', '127.0.0.1', `${dicomPort}`];
  describe('by C-GET', () => fetching({}, placeOf));
  describe('by C-MOVE, where C-GET is refused', () =>
    fetching({ configuration: { DicomAlwaysAllowGet: false } }, placeOf));
});

describeWithPeer('fetching what is missing by WADO-RS', hasOrthancDicomWeb, () => {
  fetching({ plugins: [dicomWebPlugin] }, ({ httpPort }) => [
    '--web',
    `http://127.0.0.1:${httpPort}/dicom-web`,
  ]);
});

/** @param placeOf what `nodes add` is told. */
function fetching(options: OrthancOptions, placeOf: (pacs: OrthancServer) => string[]): void {
  let home: ArchiveHome;
  let server: IsocenterServer;
  let pacs: OrthancServer;

  beforeAll(async () => {
    home = await createArchiveHome(usualEngine);
    const dicomPort = await freePort();
    pacs = await startOrthanc({
      modalities: { us: { aet: 'ISOCENTER', host: '127.0.0.1', port: dicomPort } },
      ...options,
    });
    for (const image of images)
      await pacs.rest('/instances', { method: 'POST', body: Buffer.from(image.encode()) });
    server = await home.start({ dicomPort });
    const added = await isocenter(server, 'nodes', 'add', 'pacs', ...placeOf(pacs));
    expect(added.code, added.stderr).toBe(0);
  });
  afterAll(async () => {
    await server?.stop();
    await pacs?.stop();
    await home?.remove();
  });

  const isHere = (uid: string): boolean => storedFiles(server.data).some(({ path }) => path.includes(uid));
  const fetch = (...args: string[]) => isocenterJson<Fetched>(server, ['nodes', 'fetch', 'pacs', ...args]);

  it('is searched, with the same answers', async () => {
    const find = (...words: string[]) =>
      isocenterJson<Record<string, unknown>[]>(server, ['find', '--node', 'pacs', ...words]);
    const { patientId, seriesInstanceUid } = images[0]!;
    expect(await find('StudyDate=20260309-20260310', 'PatientID=P9*')).toMatchObject([
      {
        ...{ PatientID: patientId, StudyDate: '20260310', StudyInstanceUID: study },
        ...{ ModalitiesInStudy: 'MR', NumberOfStudyRelatedInstances: 6, NumberOfStudyRelatedSeries: 2 },
      },
    ]);
    expect(await find('series', `StudyInstanceUID=${study}`)).toHaveLength(2);
    const found = await find(
      'instance',
      ...[`StudyInstanceUID=${study}`, `SeriesInstanceUID=${seriesInstanceUid}`],
    );
    expect(found.map(({ SOPInstanceUID }) => SOPInstanceUID).sort()).toEqual(
      images
        .filter((one) => one.seriesInstanceUid === seriesInstanceUid)
        .map(({ sopInstanceUid }) => sopInstanceUid)
        .sort(),
    );
    expect(await find('patient', `PatientID=${patientId}`)).toMatchObject([{ PatientID: patientId }]);
    expect(await find('StudyDate=20200101')).toEqual([]);
  });

  it('fetches a study, and then only the image that went', async () => {
    const before = await isocenterJson<{ isComplete: boolean }>(server, ['completeness', 'pacs', study!], 1);
    expect(before).toMatchObject({
      isComplete: false,
      series: [
        { there: 3, here: 0 },
        { there: 3, here: 0 },
      ],
    });
    expect(await fetch('--study', study!)).toMatchObject({ came: 6, wereHere: 0, failed: 0 });
    expect(await fetch('--study', study!)).toMatchObject({ came: 0, wereHere: 6, failed: 0 });
    const gone = images[1]!.sopInstanceUid;
    expect((await isocenter(server, 'remove', '--instance', gone)).code).toBe(0);
    const { series } = await isocenterJson<{ series: { missing: string[] }[] }>(
      server,
      ['completeness', 'pacs', study!],
      1,
    );
    expect(series.flatMap(({ missing }) => missing)).toEqual([gone]);
    expect(await fetch('--study', study!)).toMatchObject({ came: 1, wereHere: 5, failed: 0 });
    expect(await isocenterJson(server, ['completeness', 'pacs', study!])).toMatchObject({
      ...{ isComplete: true, damaged: 0 },
      series: [
        { there: 3, here: 3, missing: [] },
        { there: 3, here: 3, missing: [] },
      ],
    });
  });

  it('does not call a study complete of which an image here is damaged, and gets that one again', async () => {
    const { path } = storedFiles(server.data).find((file) => file.path.includes(images[2]!.sopInstanceUid))!;
    writeFileSync(path, 'rotten');
    const found = await isocenterJson(server, ['completeness', 'pacs', study!], 1);
    expect(found).toMatchObject({ isComplete: false, damaged: 1 });
    expect(await fetch('--study', study!)).toMatchObject({ came: 1, wereHere: 5, failed: 0 });
    expect((await isocenter(server, 'completeness', 'pacs', study!)).code).toBe(0);
  });

  it('is done by a schedule for a day', async () => {
    const file = home.directory.join('automation.yaml');
    const retrieve = { node: 'pacs', studies: { StudyDate: 'yesterday' } };
    const schedules = { nightly: { at: '0 1 * * *', timeZone: 'Europe/Berlin', retrieve } };
    writeFileSync(file, JSON.stringify({ schedules }));
    expect((await isocenter(server, 'automation', 'save', file)).code).toBe(0);
    expect(isHere(other!)).toBe(false);
    const begun = await isocenter(server, 'schedules', 'run', 'nightly', '--for', '2026-03-12');
    expect(begun.code, begun.stderr).toBe(0);
    await vi.waitFor(
      async () =>
        expect(
          await isocenterJson(server, ['schedules', 'report', 'nightly', '--for', '2026-03-12']),
        ).toMatchObject({
          run: { state: 'complete', counts: { studies: 1, images: 6, came: 6, missing: 0 } },
          studies: [{ studyInstanceUid: other, came: 6 }],
        }),
      { timeout: 30_000, interval: 500 },
    );
    expect(await isocenterJson(server, ['schedules', 'list'])).toMatchObject([
      { name: 'nightly', problem: null, last: { day: '2026-03-12', state: 'complete' } },
    ]);
  });
}
