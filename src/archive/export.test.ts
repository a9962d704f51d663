import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CorpusShape, corpus, transferSyntaxes } from '../../test/support/corpus.ts';
import { engines } from '../../test/support/engines.ts';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { drain, TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { everything } from '../contract/index.ts';
import { parseFile, tags } from '../dicom/index.ts';
import { readDicomdir } from '../media/index.ts';
import { readPrivateInformation } from './file-meta.ts';

let folder: TemporaryDirectory;
let archive: TemporaryArchive;

const go = new AbortController().signal;
const all = [{ query: { level: 'study', keys: [], attributes: [] } }] as const;
const TEMPLATE = '{PatientID}/{SeriesNumber}/{InstanceNumber:03}.dcm';

async function take(shape: Partial<CorpusShape> = {}, into = archive): Promise<void> {
  using source = new TemporaryDirectory('source');
  for (const instance of corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 3, ...shape }))
    writeFileSync(source.join(instance.sopInstanceUid), instance.encode());
  await drain(into.archive.importFiles(tester, everything, { paths: [source.path] }, go));
}

interface Request {
  readonly to?: string;
  readonly template?: string;
  readonly dicomdir?: boolean;
  readonly signal?: AbortSignal;
}

const exportTo = ({ to = 'out', template = TEMPLATE, dicomdir = false, signal = go }: Request = {}) =>
  drain(
    archive.archive.exportFiles(
      tester,
      everything,
      { selection: all, folder: folder.join(to), template, dicomdir },
      signal,
    ),
  ).then(({ result }) => result);

/** Names below the export folder, in order. */
function written(to = 'out'): string[] {
  return readdirSync(folder.join(to), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder.join(to), `${entry.parentPath}/${entry.name}`))
    .sort();
}

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(folder.join(path)), { recursive: true });
  writeFileSync(folder.join(path), content);
}

describe.each(engines)('on $name', (engine) => {
  beforeEach(async () => {
    folder = new TemporaryDirectory('export');
    archive = await TemporaryArchive.open(engine);
  });
  afterEach(async () => {
    await archive[Symbol.asyncDispose]();
    folder.remove();
  });

  describe('exportFiles', () => {
    it('names files by the template', async () => {
      await take({ seriesPerStudy: 2 });
      const result = await exportTo({
        template: '{PatientID} {Modality}/{SeriesNumber:02}/{InstanceNumber}.dcm',
      });
      const [patient] = written()[0]!.split(' ');
      expect(written()).toEqual(
        ['01', '02'].flatMap((series) => [1, 2, 3].map((n) => `${patient} MR/${series}/${n}.dcm`)),
      );
      expect(result).toMatchObject({ folder: folder.join('out'), written: 6, failed: 0, troubles: [] });
    });

    it.each(Object.values(transferSyntaxes).filter((uid) => !uid.endsWith('.99')))(
      'writes what came, in %s, and comes back as the same',
      async (transferSyntaxUid) => {
        await take({ transferSyntaxUid });
        await take({ transferSyntaxUid, kind: 'ct', seed: 2, instancesPerSeries: 1 });
        await exportTo();
        const again = drain(archive.archive.importFiles(tester, everything, { paths: [folder.path] }, go));
        expect((await again).result).toMatchObject({ new: 0, alreadyThere: 4, conflicts: 0, troubles: [] });
        await using other = await TemporaryArchive.open();
        await drain(other.archive.importFiles(tester, everything, { paths: [folder.path] }, go));
        expect(await digests(other)).toEqual(await digests(archive));
      },
    );

    it('streams what is large', async () => {
      const rows = { Rows: 2_200, Columns: 1_024, NumberOfFrames: 1 };
      const [instance] = [
        ...corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 1, override: () => rows }),
      ];
      instance!.dataset.set(tags.PixelData, 'OW', new Uint8Array(2_200 * 1_024 * 2).fill(7));
      put('in/large', instance!.encode());
      await drain(archive.archive.importFiles(tester, everything, { paths: [folder.join('in')] }, go));
      expect(await exportTo()).toMatchObject({ written: 1, failed: 0 });
      const { dataset } = parseFile(readFileSync(folder.join('out', written()[0]!)));
      expect(dataset.bytes(tags.PixelData)?.length).toBe(2_200 * 1_024 * 2);
    });

    it('tells nothing about the archive or where a file came from', async () => {
      await take();
      await exportTo();
      const bytes = readFileSync(folder.join('out', written()[0]!));
      const { meta } = parseFile(bytes);
      expect(readPrivateInformation(meta)).toBeUndefined();
      expect(bytes.subarray(0, 1024).includes('tester')).toBe(false);
      expect(bytes.subarray(0, 1024).includes('isocenter-')).toBe(false);
    });

    it('numbers what has one name, also where only case differs', async () => {
      await take({ override: ({ instance }) => ({ SeriesDescription: ['a', 'A', 'ä'][instance]! }) });
      await exportTo({ template: '{SeriesDescription}.dcm' });
      expect(written()).toEqual(['A (2).dcm', 'a.dcm', 'ä.dcm']);
      await exportTo({ to: 'flat', template: 'image.dcm' });
      expect(written('flat')).toEqual(['image (2).dcm', 'image (3).dcm', 'image.dcm']);
      await exportTo({ to: 'bare', template: 'v1.2' });
      expect(written('bare')).toEqual(['v1 (2).2', 'v1 (3).2', 'v1.2']);
    });

    it('writes nothing twice when it is run again, and never overwrites', async () => {
      await take();
      put('out/image (2).dcm', 'of somebody else');
      await exportTo({ template: 'image.dcm' });
      const names = ['image (2).dcm', 'image (3).dcm', 'image (4).dcm', 'image.dcm'];
      expect(written()).toEqual(names);
      expect(await exportTo({ template: 'image.dcm' })).toMatchObject({ written: 3, failed: 0 });
      expect(written()).toEqual(names);
      expect(readFileSync(folder.join('out/image (2).dcm'), 'utf8')).toBe('of somebody else');
    });

    it('writes again what was lost or damaged', async () => {
      await take();
      await exportTo({ template: 'image.dcm' });
      rmSync(folder.join('out/image.dcm'));
      put('out/image (2).dcm', readFileSync(folder.join('out/image (2).dcm')).subarray(0, -1));
      await exportTo({ template: 'image.dcm' });
      expect(written()).toEqual(['image (2).dcm', 'image (3).dcm', 'image (4).dcm', 'image.dcm']);
    });

    it('merges folders that differ in case only, and goes round files in the way', async () => {
      await take({ override: ({ instance }) => ({ PatientID: ['x', 'X', 'y'][instance]! }) });
      put('out/Y', 'a file');
      await exportTo({ template: '{PatientID}/image.dcm' });
      expect(written()).toEqual(['Y', 'x/image (2).dcm', 'x/image.dcm', 'y (2)/image.dcm']);
    });

    it('never leaves its folder, by name or by link', async () => {
      await take({ override: () => ({ PatientID: '../../..', SeriesDescription: '/etc/passwd' }) });
      mkdirSync(folder.join('out'));
      mkdirSync(folder.join('elsewhere'));
      symlinkSync(folder.join('elsewhere'), folder.join('out/link'));
      await exportTo({ template: '{PatientID}/link/{SeriesDescription}.dcm' });
      await exportTo({ template: 'link/{InstanceNumber}.dcm' });
      expect(readdirSync(folder.path).sort()).toEqual(['elsewhere', 'out']);
      expect(readdirSync(folder.join('elsewhere'))).toEqual([]);
      expect(readdirSync(folder.join('out')).sort()).toEqual(['_.._', 'link', 'link (2)']);
    });

    it('goes on after an instance that cannot be read', async () => {
      await take();
      const [lost] = await stored(archive);
      rmSync(archive.directory.join(lost!.location!.key));
      expect(await exportTo()).toMatchObject({
        ...{ written: 2, failed: 1 },
        troubles: [
          { what: lost!.sopInstanceUid, reason: expect.objectContaining({ code: expect.any(String) }) },
        ],
      });
    });

    it('leaves whole files only when it is cancelled, and goes on later', async () => {
      await take({ instancesPerSeries: 50 });
      const controller = new AbortController();
      const request = { selection: all, folder: folder.join('out'), template: TEMPLATE, dicomdir: false };
      const stream = archive.archive.exportFiles(tester, everything, request, controller.signal);
      await stream.next();
      controller.abort();
      await expect(drain(stream)).rejects.toMatchObject({ code: 'cancelled' });
      expect(written().length).toBeLessThan(50);
      for (const name of written()) expect(parseFile(readFileSync(folder.join('out', name)))).toBeDefined();
      expect(await exportTo()).toMatchObject({ written: 50, failed: 0 });
      expect(written()).toHaveLength(50);
    });

    it.each([
      ['a template with an unknown keyword', { template: '{PatientNam}.dcm' }, 'input/invalid'],
      ['a relative folder', { to: '' }, 'input/invalid'],
    ])('refuses %s', async (_, request, code) => {
      await take();
      const relativeFolder = { selection: all, folder: 'out', template: TEMPLATE, dicomdir: false };
      const work =
        'to' in request
          ? drain(archive.archive.exportFiles(tester, everything, relativeFolder, go))
          : exportTo(request);
      await expect(work).rejects.toMatchObject({ code });
    });

    it('refuses the data directory, and a selection of nothing', async () => {
      await expect(exportTo()).rejects.toMatchObject({ code: 'archive/not-found' });
      expect(existsSync(folder.join('out'))).toBe(false);
      await take();
      const inside = { selection: all, folder: archive.directory.join('studies/x'), template: TEMPLATE };
      await expect(
        drain(archive.archive.exportFiles(tester, everything, { ...inside, dicomdir: false }, go)),
      ).rejects.toMatchObject({ code: 'input/invalid' });
    });
  });

  describe('exportFiles with a DICOMDIR', () => {
    it('writes a file set, once however often', async () => {
      await take({ studies: 2 });
      expect(await exportTo({ dicomdir: true })).toMatchObject({ written: 6, dicomdir: true });
      const ids = [1, 2, 3, 4, 5, 6].map((n) => `IMAGES/0001/IM00000${n}`);
      expect(written()).toEqual(['DICOMDIR', ...ids]);
      const { records, problems } = readDicomdir(readFileSync(folder.join('out/DICOMDIR')));
      expect(problems).toEqual([]);
      expect(records.filter(({ fileId }) => fileId.length > 0).map(({ fileId }) => fileId.join('/'))).toEqual(
        ids,
      );
      expect(await exportTo({ dicomdir: true })).toMatchObject({ written: 6, dicomdir: true });
      expect(written()).toEqual(['DICOMDIR', ...ids]);
    });

    it('comes back through its DICOMDIR', async () => {
      await take({ studies: 2 });
      await exportTo({ dicomdir: true });
      await using other = await TemporaryArchive.open();
      const { result } = await drain(
        other.archive.importFiles(tester, everything, { paths: [folder.join('out')] }, go),
      );
      expect(result).toMatchObject({ new: 6, notDicom: 0, broken: 0, troubles: [] });
      expect(await digests(other)).toEqual(await digests(archive));
    });

    it('does not name what could not be written', async () => {
      await take();
      const [, lost] = await stored(archive);
      rmSync(archive.directory.join(lost!.location!.key));
      expect(await exportTo({ dicomdir: true })).toMatchObject({ written: 2, failed: 1 });
      expect(written()).toEqual(['DICOMDIR', 'IMAGES/0001/IM000001', 'IMAGES/0001/IM000003']);
    });

    it('is refused where another file set is', async () => {
      await take();
      await exportTo({ to: 'first', dicomdir: true });
      const before = readFileSync(folder.join('first/DICOMDIR'));
      await take({ seed: 9, instancesPerSeries: 1 });
      renameSync(folder.join('first/IMAGES/0001/IM000001'), folder.join('first/IMAGES/0001/IM000009'));
      put('first/IMAGES/0001/IM000001', readFileSync(folder.join('first/IMAGES/0001/IM000002')));
      await expect(exportTo({ to: 'first', dicomdir: true })).rejects.toThrow(/another file set/);
      expect(readFileSync(folder.join('first/DICOMDIR'))).toEqual(before);
    });
  });
});

async function stored(of: TemporaryArchive) {
  return (await Array.fromAsync(of.archive.select(tester, everything, all))).flat();
}

const digests = async (of: TemporaryArchive) => (await stored(of)).map(({ sha256 }) => sha256).sort();
