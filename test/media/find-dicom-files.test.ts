import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dataset, writeFile } from '../../src/dicom/index.ts';
import { type FoundFile, findDicomFiles, numberedFileId, writeDicomdir } from '../../src/media/index.ts';
import { isoOf } from '../support/disc-image.ts';
import { asRawSectors } from '../support/disc-sources.ts';
import { sampleData, samplePath } from '../support/sample-data.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';

function instance(number: number): Dataset {
  return Dataset.of({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    SOPInstanceUID: `1.2.3.${number}`,
    PatientID: 'P',
    StudyInstanceUID: '1.2.4',
    SeriesInstanceUID: '1.2.5',
    InstanceNumber: String(number),
  });
}

function fileOf(dataset: Dataset): Uint8Array {
  const meta = new Dataset().set(0x00020010, 'UI', EXPLICIT_LITTLE);
  return writeFile({ preamble: undefined, meta, dataset, transferSyntaxUid: EXPLICIT_LITTLE });
}

const dicomFile = fileOf(instance(0));

let root: TemporaryDirectory;
beforeEach(() => {
  root = new TemporaryDirectory('disc');
});
afterEach(() => root.remove());

function put(path: string, bytes: Uint8Array | string): void {
  mkdirSync(dirname(root.join(path)), { recursive: true });
  writeFileSync(root.join(path), bytes);
}

/** Kind and path of everything found, in order. */
async function search(folder = root.path, maxDepth?: number): Promise<string[]> {
  const found: FoundFile[] = [];
  for await (const file of findDicomFiles(folder, maxDepth === undefined ? {} : { maxDepth }))
    found.push(file);
  const name = (path: string) => (path.startsWith('/') ? relative(root.path, path) : path);
  return found.map((file) => `${file.kind} ${name(file.path)}`);
}

function putDisc(names: readonly string[], fileIds: readonly (readonly string[])[]): void {
  for (const name of names) put(name, dicomFile);
  const entries = fileIds.map((fileId, index) => ({
    ...{ fileId, dataset: instance(index), transferSyntaxUid: EXPLICIT_LITTLE },
  }));
  put('DICOMDIR', writeDicomdir(entries, { implementationClassUid: '2.25.1' }));
}

describe('findDicomFiles', () => {
  it('goes by content, in the order of names and their numbers', async () => {
    for (const name of ['10', '9', 'sub/no-extension', 'image.dcm']) put(name, dicomFile);
    put('notes.dcm', 'no DICOM at all');
    put('empty', '');
    expect(await search()).toEqual([
      ...[
        'dicom 9',
        'dicom 10',
        'other empty',
        'dicom image.dcm',
        'other notes.dcm',
        'dicom sub/no-extension',
      ],
    ]);
  });

  it('takes a single file', async () => {
    put('one', dicomFile);
    expect(await search(root.join('one'))).toEqual(['dicom one']);
  });

  it('follows a DICOMDIR first, then finds what it missed', async () => {
    putDisc(
      ['IMAGES/0001/IM000002', 'IMAGES/0001/IM000001', 'EXTRA'],
      [numberedFileId(1), numberedFileId(0)],
    );
    expect(await search()).toEqual([
      ...['dicomdir DICOMDIR', 'dicom IMAGES/0001/IM000002', 'dicom IMAGES/0001/IM000001', 'dicom EXTRA'],
    ]);
  });

  it('finds referenced files whatever case and suffix the mounted disc shows', async () => {
    putDisc(['images/0001/im000001.;1', 'images/0001/Im000002;1'], [numberedFileId(0), numberedFileId(1)]);
    expect(await search()).toEqual([
      ...['dicomdir DICOMDIR', 'dicom images/0001/im000001.;1', 'dicom images/0001/Im000002;1'],
    ]);
  });

  it('reports referenced files that are missing', async () => {
    putDisc([], [numberedFileId(0)]);
    expect(await search()).toEqual(['dicomdir DICOMDIR', 'missing IMAGES/0001/IM000001']);
  });

  it('never follows a DICOMDIR out of the folder', async () => {
    put('outside/SECRET', dicomFile);
    put('disc/x', '');
    const good = writeDicomdir(
      [{ fileId: ['AA', 'OUTSIDE', 'SECRET'], dataset: instance(0), transferSyntaxUid: EXPLICIT_LITTLE }],
      { implementationClassUid: '2.25.1' },
    );
    const at = good.indexOf(
      0x41,
      good.findIndex((_, i) => good[i] === 0x41 && good[i + 1] === 0x41),
    );
    put('disc/DICOMDIR', good.with(at, 0x2e).with(at + 1, 0x2e));
    expect(await search(root.join('disc'))).toEqual([
      ...['dicomdir disc/DICOMDIR', 'missing ../OUTSIDE/SECRET', 'other disc/x'],
    ]);
  });

  it('never follows links: not in circles, not out of the folder', async () => {
    put('a/1', dicomFile);
    put('elsewhere', dicomFile);
    symlinkSync('..', root.join('a/up'));
    symlinkSync('1', root.join('a/2'));
    symlinkSync(root.join('elsewhere'), root.join('a/out'));
    symlinkSync('nowhere', root.join('a/lost'));
    expect(await search(root.join('a'))).toEqual([
      'dicom a/1',
      'skipped a/lost',
      'skipped a/out',
      'skipped a/up',
    ]);
    expect(await search()).toContain('dicom a/1');
  });

  it('does not read a referenced file through a link out of the folder', async () => {
    put('elsewhere', dicomFile);
    put('disc/keep', dicomFile);
    mkdirSync(root.join('disc/IMAGES'));
    symlinkSync(root.path, root.join('disc/IMAGES/0001'));
    const entry = {
      dataset: instance(0),
      transferSyntaxUid: EXPLICIT_LITTLE,
      fileId: ['IMAGES', '0001', 'ELSEWHER'],
    };
    put('ELSEWHER', dicomFile);
    put('disc/DICOMDIR', writeDicomdir([entry], { implementationClassUid: '2.25.1' }));
    const found = await search(root.join('disc'));
    expect(found).toContain('missing IMAGES/0001/ELSEWHER');
    expect(found.filter((line) => line.startsWith('dicom '))).toEqual(['dicom disc/keep']);
  });

  it('stops at the depth limit', async () => {
    put('1/2/3/deep', dicomFile);
    put('1/2/flat', dicomFile);
    expect(await search(root.path, 2)).toEqual(['skipped 1/2/3', 'dicom 1/2/flat']);
  });

  it.skipIf(process.getuid?.() === 0)('reports what it may not read', async () => {
    put('secret', dicomFile);
    chmodSync(root.join('secret'), 0);
    expect(await search()).toEqual(['unreadable secret']);
  });

  it('goes on after a broken DICOMDIR', async () => {
    put('DICOMDIR', writeDicomdir([], { implementationClassUid: '2.25.1' }).subarray(0, 200));
    put('image', dicomFile);
    expect(await search()).toEqual(['dicomdir DICOMDIR', 'dicom image']);
  });
});

describeWithPeer('sample discs', sampleData !== undefined, () => {
  it('have 81 instances, 8 DICOMDIRs and 2 other files, none missing', async () => {
    const kinds = (await search(samplePath('cd/pydicom-dicomdirtests'))).map((line) => line.split(' ')[0]);
    const count = (kind: string) => kinds.filter((other) => other === kind).length;
    expect(kinds).toHaveLength(91);
    expect([count('dicom'), count('dicomdir'), count('other')]).toEqual([81, 8, 2]);
  });
});

describe('images of discs', () => {
  const dicomdirOf = (fileIds: readonly (readonly string[])[]) =>
    writeDicomdir(
      fileIds.map((fileId, index) => ({
        ...{ fileId, dataset: instance(index), transferSyntaxUid: EXPLICIT_LITTLE },
      })),
      { implementationClassUid: '2.25.1' },
    );
  const contents = {
    'report.pdf': '%PDF-1.7',
    'IMAGES/0001/IM000001': dicomFile,
    'IMAGES/0001/IM000002': dicomFile,
    EXTRA: dicomFile,
    DICOMDIR: dicomdirOf([numberedFileId(1), numberedFileId(0), numberedFileId(7)]),
  };
  const found = [
    'dicomdir disc.iso/DICOMDIR',
    'dicom disc.iso/IMAGES/0001/IM000002',
    'dicom disc.iso/IMAGES/0001/IM000001',
    'missing IMAGES/0001/IM000008',
    'dicom disc.iso/EXTRA',
    'other disc.iso/report.pdf',
  ];

  it('are searched as discs are, wherever they lie', async () => {
    put('disc.iso', await isoOf(contents));
    put('a.dcm', dicomFile);
    expect(await search()).toEqual(['dicom a.dcm', 'image disc.iso', ...found]);
    expect(await search(root.join('disc.iso'))).toEqual(['image disc.iso', ...found]);
  });

  it('of whole sectors too', async () => {
    put('disc.iso', asRawSectors(await isoOf(contents), 2));
    expect(await search()).toEqual(['image disc.iso', ...found]);
  });

  it('are files like others inside of images', async () => {
    put('disc.iso', await isoOf({ 'inner.iso': await isoOf(contents) }));
    expect(await search()).toEqual(['image disc.iso', 'other disc.iso/inner.iso']);
  });

  it('that were cut short give what is there', async () => {
    const image = await isoOf({ ...contents, 'IMAGES/0001/IM000003': Buffer.alloc(100_000) });
    put('disc.iso', image.subarray(0, image.length - 90_000));
    const files = await search();
    expect(files).toEqual([
      'image disc.iso',
      ...found.slice(0, 4),
      'dicom disc.iso/EXTRA',
      'other disc.iso/IMAGES/0001/IM000003',
      'other disc.iso/report.pdf',
    ]);
    put('disc.iso', image.subarray(0, 40_000));
    const [cut] = await Array.fromAsync(findDicomFiles(root.path));
    const problems = [{ message: expect.stringMatching(/^The disc image cannot be read at byte \d+/) }];
    expect(cut).toMatchObject({ kind: 'image', files: 0, problems });
  });

  it('whose contents are read give the bytes of their files', async () => {
    put('disc.iso', await isoOf(contents));
    for await (const file of findDicomFiles(root.path)) {
      if (file.kind !== 'dicom') continue;
      const bytes = Buffer.concat(await Array.fromAsync(file.content!.read()));
      expect(bytes.equals(dicomFile)).toBe(true);
    }
  });
});
