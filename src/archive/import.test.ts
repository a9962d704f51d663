import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CorpusShape, corpus, encodeFile, transferSyntaxes } from '../../test/support/corpus.ts';
import { isoOf } from '../../test/support/disc-image.ts';
import { engines } from '../../test/support/engines.ts';
import { incomingNames } from '../../test/support/incoming.ts';
import { niftiFile } from '../../test/support/nifti-file.ts';
import { sampleData } from '../../test/support/sample-data.ts';
import { describeWithPeer } from '../../test/support/skip.ts';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { drain, TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { IsocenterError } from '../base/index.ts';
import { everything, type ImportSummary } from '../contract/index.ts';
import { Dataset, writeDataset } from '../dicom/index.ts';
import { numberedFileId, writeDicomdir } from '../media/index.ts';

let folder: TemporaryDirectory;
let archive: TemporaryArchive;

function put(path: string, bytes: Uint8Array | string): void {
  mkdirSync(dirname(folder.join(path)), { recursive: true });
  writeFileSync(folder.join(path), bytes);
}

const instances = (shape: Partial<CorpusShape> = {}) => [
  ...corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 1, ...shape }),
];
const [first] = instances();
const good = first!.encode();
const volume = niftiFile({ size: [2, 3, 4] });
const recording = `0       ${'X'.repeat(248)}`;

const go = new AbortController().signal;

const importAll = (paths = [folder.path], signal = go) =>
  drain(archive.archive.importFiles(tester, everything, { paths }, signal));

const counts = ({ new: stored, alreadyThere, conflicts, notDicom, broken }: ImportSummary) => ({
  ...{ new: stored, alreadyThere, conflicts, notDicom, broken },
});
const none = { new: 0, alreadyThere: 0, conflicts: 0, notDicom: 0, broken: 0 };

describe.each(engines)('on $name', (engine) => {
  beforeEach(async () => {
    folder = new TemporaryDirectory('import');
    archive = await TemporaryArchive.open(engine);
  });
  afterEach(async () => {
    await archive[Symbol.asyncDispose]();
    folder.remove();
  });

  describe('importFiles', () => {
    it('takes in what is DICOM and tells what became of the rest', async () => {
      put('a/good.dcm', good);
      put('b/the same', good);
      put('notes.dcm', 'no DICOM');
      put('empty', '');
      put('cut', good.subarray(0, 700));
      const { items, result } = await importAll();
      expect(counts(result)).toEqual({ new: 1, alreadyThere: 1, conflicts: 0, notDicom: 2, broken: 1 });
      expect(result.troubles).toMatchObject([
        { what: folder.join('cut'), reason: { code: 'dicom/truncated' } },
      ]);
      expect(items.filter(({ kind }) => kind === 'trouble')).toHaveLength(1);
      expect(items.at(-1)).toMatchObject({ kind: 'progress', done: 5, total: 5, bytes: result.bytes });
    });

    it('takes in what is in the image of a disc, and what is there already is no second one', async () => {
      const [large] = instances({ seed: 4, kind: 'ct' });
      const dicomdir = writeDicomdir(
        [{ fileId: numberedFileId(7), dataset: first!.dataset, transferSyntaxUid: '1.2.840.10008.1.2.1' }],
        { implementationClassUid: '2.25.1' },
      );
      const contents = {
        'IMAGES/LARGE': large!.encode(),
        GOOD: good,
        'report.pdf': '%PDF-',
        DICOMDIR: dicomdir,
      };
      put('disc.iso', await isoOf(contents));
      const { items, result } = await importAll();
      expect(counts(result)).toEqual({ ...none, new: 2, notDicom: 1, broken: 1 });
      expect(result.troubles).toMatchObject([
        { what: 'IMAGES/0001/IM000008', reason: { code: 'disc/not-there' } },
      ]);
      expect(items.at(-1)).toMatchObject({ kind: 'progress', done: 5, total: 5 });
      expect(counts((await importAll()).result)).toEqual({
        ...none,
        alreadyThere: 2,
        notDicom: 1,
        broken: 1,
      });
    });

    it('keeps documents when it is asked to, with the study when all images are of one', async () => {
      const report = '%PDF-1.7 a report';
      put(
        'disc.iso',
        await isoOf({ GOOD: good, 'Befund Größe.pdf': report, 'icon.gif': 'GIF89a', 'a.txt': 'a' }),
      );
      const keep = () => {
        const request = { paths: [folder.path], documents: true };
        return drain(archive.archive.importFiles(tester, everything, request, go));
      };
      const kept = () => archive.archive.files(tester, everything, { limit: 10 });
      const { items, result } = await keep();
      expect(result).toMatchObject({ ...none, new: 1, kept: 1, notDicom: 2 });
      expect(items.at(-1)).toMatchObject({ done: 5, total: 5 });
      expect(await kept()).toMatchObject([
        {
          ...{ name: 'Befund Größe.pdf', mediaType: 'application/pdf', size: report.length },
          attachments: [{ target: 'study', uid: first!.studyInstanceUid }],
        },
      ]);
      const [other] = instances({ seed: 77 });
      put('other.dcm', other!.encode());
      put('letter.pdf', '%PDF-1.7 whose?');
      expect((await keep()).result).toMatchObject({ ...none, new: 1, alreadyThere: 1, kept: 2, notDicom: 2 });
      const letter = (await kept()).find(({ name }) => name === 'letter.pdf');
      expect(letter?.attachments).toEqual([]);
    });

    it('keeps volumes and recordings, also without images and packed, and does so once', async () => {
      put('brain.nii.gz', gzipSync(volume));
      put(
        'disc.iso',
        await isoOf({ GOOD: good, 'brain.nii': volume, 'sleep.edf': recording, 'a.pdf': '%PDF-1.7' }),
      );
      const { items, result } = await importAll();
      expect(result).toMatchObject({ ...none, new: 1, kept: 3, notDicom: 1 });
      expect(items.at(-1)).toMatchObject({ done: 6, total: 6 });
      const kept = async () => await archive.archive.files(tester, everything, { limit: 10 });
      const attachments = [{ target: 'study', uid: first!.studyInstanceUid }];
      expect((await kept()).sort((a, b) => (a.name < b.name ? -1 : 1))).toMatchObject([
        { name: 'brain.nii', mediaType: 'application/x-nifti', attachments },
        { name: 'brain.nii.gz', mediaType: 'application/x-nifti+gzip', attachments },
        { name: 'sleep.edf', mediaType: 'application/edf', attachments },
      ]);
      expect((await importAll()).result).toMatchObject({ alreadyThere: 1, kept: 3 });
      expect(await kept()).toHaveLength(3);
    });

    it('takes in what can be read of the image of a disc that was cut short', async () => {
      const [large] = instances({ seed: 4, kind: 'ct' });
      const image = await isoOf({ GOOD: good, LARGE: large!.encode() });
      put('disc.iso', image.subarray(0, image.length - 10_000));
      const { result } = await importAll();
      expect(counts(result)).toEqual({ ...none, new: 1, broken: 1 });
      const title = expect.stringMatching(
        /^The disc image cannot be read at byte \d+: it ends at byte \d+\.$/,
      );
      expect(result.troubles).toMatchObject([{ what: folder.join('disc.iso/LARGE'), reason: { title } }]);
    });

    it('keeps other content of the same identity, and tells', async () => {
      put('first', good);
      await importAll();
      put('second', instances({ override: () => ({ SeriesDescription: 'another' }) })[0]!.encode());
      const { result } = await importAll();
      expect(counts(result)).toEqual({ ...none, alreadyThere: 1, conflicts: 1 });
      expect(result.troubles).toMatchObject([
        { what: folder.join('second'), reason: { code: 'ingest/conflict' } },
      ]);
    });

    it('keeps data sets byte for byte, whatever they are encoded in', async () => {
      const [implicit] = instances({ seed: 2, transferSyntaxUid: transferSyntaxes.implicitVrLittleEndian });
      const [bigEndian] = instances({ seed: 3, transferSyntaxUid: transferSyntaxes.explicitVrBigEndian });
      const [large] = instances({ seed: 4, kind: 'ct' });
      const deflated = deflatedFile();
      const bare = writeDataset(implicit!.dataset, transferSyntaxes.implicitVrLittleEndian);
      put('implicit', implicit!.encode());
      put('big-endian', bigEndian!.encode());
      put('large', large!.encode());
      put('deflated', deflated);
      put('without-head', bare);
      const { result } = await importAll();
      expect(counts(result)).toEqual({ ...none, new: 4, alreadyThere: 1 });
      expect(result.troubles).toEqual([]);
      const stored = await storedBodies();
      for (const file of [bare, bigEndian!.encode(), large!.encode(), deflated]) {
        expect(stored.some((body) => Buffer.from(file).subarray(-body.length).equals(body))).toBe(true);
      }
    });

    it('believes the bytes where the head names another transfer syntax', async () => {
      const { sopClassUid, sopInstanceUid, dataset } = first!;
      const lying = encodeFile(dataset, sopClassUid, sopInstanceUid);
      const at = Buffer.from(lying).indexOf('1.2.840.10008.1.2.1\0', 0, 'latin1');
      Buffer.from(lying.buffer, lying.byteOffset).write('1.2.840.10008.1.2\0\0\0', at, 'latin1');
      put('lying', lying);
      expect(counts((await importAll()).result)).toEqual({ ...none, new: 1 });
      const [instance] = await storedInstances();
      expect(instance?.transferSyntaxUid).toBe(transferSyntaxes.explicitVrLittleEndian);
    });

    it('refuses pixel data that is not all there, to the last byte', async () => {
      put('one-byte-short', good.subarray(0, -1));
      const { result } = await importAll();
      expect(counts(result)).toEqual({ ...none, broken: 1 });
      expect(result.troubles[0]?.reason.title).toMatch(/; 1 more bytes were announced/);
      expect(archive.parts.store.exists('studies')).toBe(false);
    });

    it('follows a DICOMDIR and tells what it misses', async () => {
      const three = instances({ instancesPerSeries: 3 });
      const entries = three.map(({ dataset, transferSyntaxUid }, index) => ({
        ...{ fileId: numberedFileId(index), dataset, transferSyntaxUid },
      }));
      put('disc/DICOMDIR', writeDicomdir(entries, { implementationClassUid: '2.25.1' }));
      for (const index of [0, 2]) put(`disc/${numberedFileId(index).join('/')}`, three[index]!.encode());
      const { result } = await importAll();
      expect(counts(result)).toEqual({ ...none, new: 2, broken: 1 });
      expect(result.troubles).toMatchObject([
        { what: 'IMAGES/0001/IM000002', reason: { code: 'disc/not-there' } },
      ]);
    });

    it('goes on after what cannot be followed', async () => {
      put('sub/good.dcm', good);
      symlinkSync('..', folder.join('sub/loop'));
      symlinkSync('/etc/hosts', folder.join('sub/out'));
      const { result } = await importAll();
      expect(counts(result)).toEqual({ ...none, new: 1 });
      expect(result.troubles.map(({ what }) => what)).toEqual([folder.join('sub/out')]);
    });

    it('remembers where a file came from, and writes nothing when it comes from there again', async () => {
      put('good.dcm', good);
      await importAll();
      const events = await archive.parts.catalog.lastEventSeq();
      expect(counts((await importAll()).result)).toEqual({ ...none, alreadyThere: 1 });
      expect(await archive.parts.catalog.lastEventSeq()).toBe(events);
      put('copy.dcm', good);
      expect(counts((await importAll()).result)).toEqual({ ...none, alreadyThere: 2 });
      expect(await archive.parts.catalog.lastEventSeq()).toBeGreaterThan(events);
    });

    it('sees that a file of the same size changed since it came', async () => {
      put('good.dcm', good);
      await importAll();
      put('good.dcm', good.with(good.length - 1, good.at(-1)! ^ 1));
      expect(counts((await importAll()).result)).toEqual({ ...none, conflicts: 1 });
    });

    it('stops when it is told to, keeps what is in, and goes on when it is run again', async () => {
      const many = instances({ instancesPerSeries: 40 });
      for (const [index, instance] of many.entries()) put(`${index}.dcm`, instance.encode());
      const controller = new AbortController();
      const stream = archive.archive.importFiles(
        tester,
        everything,
        { paths: [folder.path] },
        controller.signal,
      );
      await stream.next();
      controller.abort();
      await expect(drain(stream)).rejects.toMatchObject({ code: 'cancelled' });
      const taken = (await storedInstances()).length;
      expect(taken).toBeLessThan(many.length);
      const { result } = await importAll();
      expect(counts(result)).toEqual({ ...none, new: many.length - taken, alreadyThere: taken });
      await archive.parts.store.settleNow();
      expect(incomingNames(archive.directory.path)).toEqual([]);
    });

    it('ends with the error when the disk is full, instead of a trouble per file', async () => {
      put('good.dcm', good);
      archive.parts.store.draft = () => {
        throw new IsocenterError('store/full', { what: 'the archive' });
      };
      await expect(importAll()).rejects.toMatchObject({ code: 'store/full' });
    });

    it.each([
      ['a relative path', 'scans', 'input/invalid'],
      ['a path to nothing', '/nowhere/at/all', 'input/no-such-place'],
      ['a device', '/dev/zero', 'input/invalid'],
    ])('refuses %s before it begins', async (_, path, code) => {
      put('good.dcm', good);
      await expect(importAll([folder.path, path])).rejects.toMatchObject({ code });
      expect(await storedInstances()).toEqual([]);
    });
  });

  describe('importDemo', () => {
    it('takes in the made-up history', async () => {
      const { items, result } = await drain(archive.archive.importDemo(tester, everything, go));
      expect(result).toMatchObject({ patients: 1, studies: 5 });
      expect(await storedInstances()).toHaveLength(result.instances);
      expect(items.at(-1)).toMatchObject({ done: result.instances, total: result.instances });
    }, 120_000);

    it('stops when it is told to', async () => {
      const demo = archive.archive.importDemo(tester, everything, AbortSignal.abort());
      await expect(drain(demo)).rejects.toMatchObject({ code: 'cancelled' });
    });
  });

  describeWithPeer('import of the sample data', sampleData !== undefined, () => {
    it('takes in nearly all of it, twice the same', async () => {
      const { result } = await importAll([sampleData!]);
      expect(result.new).toBeGreaterThan(1_000);
      expect(result.broken).toBeLessThan(100);
      expect(result.troubles.filter(({ reason }) => reason.code === 'internal')).toEqual([]);
      const again = await importAll([sampleData!]);
      expect(counts(again.result)).toEqual({
        ...counts(result),
        new: 0,
        alreadyThere: result.new + result.alreadyThere + result.conflicts,
        conflicts: 0,
      });
      const rate = (summary: ImportSummary) =>
        Math.round((summary.new + summary.alreadyThere) / summary.seconds);
      console.info(`import of sample data: ${rate(result)} files/s, again ${rate(again.result)} files/s`);
    }, 300_000);
  });
});

function deflatedFile(): Uint8Array {
  const [instance] = instances({ seed: 5 });
  const { dataset, sopClassUid, sopInstanceUid } = instance!;
  const deflated = transferSyntaxes.deflatedExplicitVrLittleEndian;
  const head = encodeFile(Dataset.of({}), sopClassUid, sopInstanceUid, deflated);
  const empty = deflateRawSync(new Uint8Array(0)).length;
  const body = deflateRawSync(writeDataset(dataset, transferSyntaxes.explicitVrLittleEndian));
  return Buffer.concat([head.subarray(0, head.length - empty - (empty % 2)), body]);
}

async function storedInstances() {
  const all = { query: { level: 'study', keys: [], attributes: [] } } as const;
  return (await Array.fromAsync(archive.archive.select(tester, everything, [all]))).flat();
}

async function storedBodies(): Promise<Buffer[]> {
  const stored = await storedInstances();
  return stored.map(({ location }) =>
    readFileSync(archive.directory.join(location!.key)).subarray(location!.headLength),
  );
}
