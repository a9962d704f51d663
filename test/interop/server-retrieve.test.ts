/** C-GET and C-MOVE to DCMTK: what comes out is what went in, in what the receiver takes. */
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDataset, tags } from '../../src/dicom/index.ts';
import { type ArchiveHome, createArchiveHome } from '../support/archive-home.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { corpus, corpusInstance, transferSyntaxes } from '../support/corpus.ts';
import { type DcmtkServer, getscu, hasDcmtk, movescu, startStorescp } from '../support/dcmtk.ts';
import { encapsulatedInstance } from '../support/encapsulated.ts';
import { engines } from '../support/engines.ts';
import { freePort } from '../support/ports.ts';
import type { Output } from '../support/processes.ts';
import type { IsocenterServer } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { type RawInstance, readRaw, storeRaw } from '../support/store-scu.ts';

const PRIVATE_CREATOR = 0x00190010;
const PRIVATE_VALUE = 0x0019100c;

const study = [...corpus({ kind: 'mr', studies: 1, seriesPerStudy: 2, instancesPerSeries: 3, seed: 70 })];
const raws = study.map((instance) => readRaw(instance.encode()));
const [first] = study;
const studyKeys = ['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${first!.studyInstanceUid}`];

/** One instance in each uncompressed transfer syntax, each in a study of its own. */
const bySyntax = Object.entries(transferSyntaxes).map(([name, transferSyntaxUid], index) => {
  const shape = {
    kind: 'tiny',
    studies: 1,
    instancesPerSeries: 1,
    seed: 71 + index,
    transferSyntaxUid,
  } as const;
  const instance = corpusInstance(shape, { study: 0, series: 0, instance: 0 });
  return { name, instance, raw: readRaw(instance.encode()) };
});

const compressed = encapsulatedInstance(80);

/** What storescp takes, by its switches. */
const receivers = {
  WHATEVER: ['+xa', '+B'],
  IMPLICIT: ['+xi', '+B'],
  DEFLATED: ['+xd', '+B'],
  BIG: ['+xb', '+B'],
  NORMAL: ['+x=', '+B'],
  SLOW: ['--sleep-after', '1'],
} as const;
type ReceiverTitle = keyof typeof receivers;

/** How many sub-operations the last response counts. */
function finalCount({ stdout, stderr }: Output, outcome: 'Completed' | 'Failed'): number {
  const counts = [
    ...`${stdout}${stderr}`.matchAll(new RegExp(`^D: ${outcome} Suboperations +: (\\d+)`, 'gm')),
  ];
  return Number(counts.at(-1)?.[1]);
}

describeWithPeer('retrieving', hasDcmtk, () => {
  describe.each(engines)('on $name', (engine) => {
    let home: ArchiveHome;
    let server: IsocenterServer;
    const running = new Map<string, DcmtkServer>();

    beforeAll(async () => {
      home = await createArchiveHome(engine);
      const nodes = [];
      for (const [aet, args] of Object.entries(receivers)) {
        const scp = await startStorescp({ aet, directory: home.directory.join(aet), args: [...args, '-pm'] });
        running.set(aet, scp);
        nodes.push({ name: aet.toLowerCase(), aeTitle: aet, host: '127.0.0.1', port: scp.port });
      }
      nodes.push({ name: 'nobody', aeTitle: 'SILENT', host: '127.0.0.1', port: await freePort() });
      const dicomPort = await freePort();
      nodes.push({ name: 'ourselves', aeTitle: 'ISOCENTER', host: '127.0.0.1', port: dicomPort });
      server = await home.start({ config: { nodes }, dicomPort });
      const all = [...raws, ...bySyntax.map(({ raw }) => raw), compressed];
      expect(new Set(await storeRaw(server.peer, all))).toEqual(new Set([0]));
    });
    afterAll(async () => {
      await server?.stop();
      for (const receiver of running.values()) await receiver.stop();
      await home?.remove();
    });

    const receivedBy = (title: ReceiverTitle): RawInstance[] => {
      const { directory } = running.get(title)!;
      return readdirSync(directory).map((name) => readRaw(`${directory}/${name}`));
    };
    const receivedInstance = (title: ReceiverTitle, sopInstanceUid: string) =>
      receivedBy(title).find((each) => each.sopInstanceUid === sopInstanceUid);

    async function get(keys: readonly string[], args: readonly string[] = ['-S', '+B', '+xe']) {
      const into = mkdtempSync(home.directory.join('got-'));
      const output = await getscu(server.peer, into, keys, [...args, '-d']);
      return { output, got: readdirSync(into).map((name) => readRaw(`${into}/${name}`)) };
    }

    function expectSameBytes(got: readonly RawInstance[], sent: readonly RawInstance[]): void {
      expect(got.map((each) => each.sopInstanceUid).sort()).toEqual(
        sent.map((each) => each.sopInstanceUid).sort(),
      );
      for (const instance of sent) {
        const received = got.find((each) => each.sopInstanceUid === instance.sopInstanceUid)!;
        expect(received.transferSyntaxUid).toBe(instance.transferSyntaxUid);
        expect(Buffer.compare(received.dataSet, instance.dataSet)).toBe(0);
      }
    }

    const series = raws.slice(0, 3);
    const above = [
      `StudyInstanceUID=${first!.studyInstanceUid}`,
      `SeriesInstanceUID=${first!.seriesInstanceUid}`,
    ];
    const patient = `PatientID=${first!.patientId}`;

    it.each([
      ['a patient', ['-P'], ['QueryRetrieveLevel=PATIENT', patient], raws],
      ['a study, patient root', ['-P'], [...studyKeys, patient], raws],
      ['a study', ['-S'], studyKeys, raws],
      ['a series', ['-S'], ['QueryRetrieveLevel=SERIES', ...above], series],
      [
        'an image',
        ['-S'],
        ['QueryRetrieveLevel=IMAGE', ...above, `SOPInstanceUID=${first!.sopInstanceUid}`],
        series.slice(0, 1),
      ],
      [
        'two images',
        ['-S'],
        [
          'QueryRetrieveLevel=IMAGE',
          ...above,
          `SOPInstanceUID=${study[0]!.sopInstanceUid}\\${study[2]!.sopInstanceUid}`,
        ],
        [series[0]!, series[2]!],
      ],
    ] as const)('getscu fetches %s byte for byte', async (_, args, keys, expected) => {
      const { output, got } = await get(keys, [...args, '+B', '+xe']);
      expect(output.code, output.stderr).toBe(0);
      expectSameBytes(got, expected);
    });

    it('getscu gets the others where an image cannot be decoded, and is told which failed', async () => {
      const keys = [
        'QueryRetrieveLevel=STUDY',
        `StudyInstanceUID=${compressed.studyInstanceUid}\\${first!.studyInstanceUid}`,
      ];
      const { output, got } = await get(keys);
      expectSameBytes(got, raws);
      const said = output.stdout + output.stderr;
      expect(finalCount(output, 'Failed')).toBe(1);
      expect(said).toMatch(/The pixel data cannot be used/);
    });

    it('getscu of nothing ends with success', async () => {
      const { output, got } = await get(['QueryRetrieveLevel=STUDY', 'StudyInstanceUID=1.2.3']);
      expect(got).toEqual([]);
      expect(output.code).toBe(0);
    });

    it('movescu that cancels has the rest stay here', async () => {
      const output = await movescu(server.peer, 'SLOW', studyKeys, ['-S', '-d', '--cancel', '1']);
      expect(output.stdout + output.stderr).toMatch(/DIMSE Status\s+: 0xfe00/);
      expect(receivedBy('SLOW').length).toBeLessThan(study.length);
    });

    it.each([
      ['no unique key', ['QueryRetrieveLevel=STUDY', patient]],
      ['a level that the model does not have', ['QueryRetrieveLevel=PATIENT', patient]],
    ])('refuses a retrieval with %s', async (_, keys) => {
      const { output, got } = await get(keys);
      expect(got).toEqual([]);
      expect(output.stdout + output.stderr).toMatch(/DataSetDoesNotMatchSOPClass|0xa900/i);
    });

    it.each(bySyntax)('movescu has $name arrive as it was sent', async ({ name, instance, raw }) => {
      const title =
        (
          {
            implicitVrLittleEndian: 'IMPLICIT',
            deflatedExplicitVrLittleEndian: 'DEFLATED',
            explicitVrBigEndian: 'BIG',
          } as const
        )[name] ?? 'NORMAL';
      const keys = ['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${instance.studyInstanceUid}`];
      const output = await movescu(server.peer, title, keys);
      expect(output.code, output.stderr).toBe(0);
      expectSameBytes([receivedInstance(title, instance.sopInstanceUid)!], [raw]);
    });

    it('movescu has a compressed image arrive as it was sent', async () => {
      const keys = ['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${compressed.studyInstanceUid}`];
      expect((await movescu(server.peer, 'WHATEVER', keys)).code).toBe(0);
      expectSameBytes([receivedInstance('WHATEVER', compressed.sopInstanceUid)!], [compressed]);
    });

    it('movescu to a receiver of implicit VR only: re-encoded, private elements included', async () => {
      const keys = [
        'QueryRetrieveLevel=STUDY',
        `StudyInstanceUID=${compressed.studyInstanceUid}\\${first!.studyInstanceUid}`,
      ];
      const output = await movescu(server.peer, 'IMPLICIT', keys, ['-S', '-d']);
      expect(finalCount(output, 'Failed')).toBe(1);
      for (const { sopInstanceUid } of study) {
        const received = receivedInstance('IMPLICIT', sopInstanceUid)!;
        expect(received.transferSyntaxUid).toBe(transferSyntaxes.implicitVrLittleEndian);
        const dataset = parseDataset(received.dataSet, received.transferSyntaxUid);
        const sent = study.find((each) => each.sopInstanceUid === sopInstanceUid)!.dataset;
        expect(dataset.string(PRIVATE_CREATOR)).toBe('ISOCENTER TEST HEADER');
        expect(dataset.bytes(PRIVATE_VALUE)).toEqual(new TextEncoder().encode('1000'));
        expect(Buffer.compare(dataset.bytes(tags.PixelData)!, sent.bytes(tags.PixelData)!)).toBe(0);
        expect(dataset.string(tags.PatientName)).toBe(sent.string(tags.PatientName));
      }
      expect(receivedInstance('IMPLICIT', compressed.sopInstanceUid)).toBeUndefined();
    });

    it('movescu to nobody known is refused with A801', async () => {
      const output = await movescu(server.peer, 'NOBODY', studyKeys, ['-S', '-d']);
      expect(output.stdout + output.stderr).toMatch(/MoveDestinationUnknown|0xa801/i);
    });

    it('movescu to a node that does not answer fails each, and says so soon', async () => {
      const output = await movescu(server.peer, 'SILENT', studyKeys, ['-S', '-d']);
      expect(finalCount(output, 'Failed')).toBe(6);
    });

    it('movescu to ourselves changes nothing', async () => {
      const output = await movescu(server.peer, 'ISOCENTER', studyKeys, ['-S', '-d']);
      expect(output.code, output.stderr).toBe(0);
      expect(finalCount(output, 'Completed')).toBe(6);
      const conflicts = await isocenterJson<unknown[]>(server, ['conflicts', 'list']);
      expect(conflicts).toEqual([]);
    });

    it('exports byte for byte', async () => {
      const folder = home.directory.join('exported');
      mkdirSync(folder);
      const output = await isocenter(
        server,
        'export',
        folder,
        '--study',
        first!.studyInstanceUid,
        '--template',
        '{SOPInstanceUID}.dcm',
      );
      expect(output.code, output.stderr).toBe(0);
      expectSameBytes(
        readdirSync(folder).map((name) => readRaw(`${folder}/${name}`)),
        raws,
      );
    });
  });
});
