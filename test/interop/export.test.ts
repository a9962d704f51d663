/** What other programs make of exported files. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everything } from '../../src/contract/index.ts';
import { readDicomdir } from '../../src/media/index.ts';
import { type CorpusShape, corpus, transferSyntaxes } from '../support/corpus.ts';
import { findProgram, runOrThrow } from '../support/processes.ts';
import { hasPydicom, runPydicom } from '../support/pydicom.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { drain, TemporaryArchive, tester } from '../support/temp-archive.ts';

const shapes: readonly Partial<CorpusShape>[] = [
  { seed: 1 },
  { seed: 2, transferSyntaxUid: transferSyntaxes.implicitVrLittleEndian },
  { seed: 3, transferSyntaxUid: transferSyntaxes.explicitVrBigEndian },
  { seed: 4, transferSyntaxUid: transferSyntaxes.deflatedExplicitVrLittleEndian },
];

let folder: TemporaryDirectory;
/** SOP Instance UIDs of what was exported. */
const expected: string[] = [];

beforeAll(async () => {
  folder = new TemporaryDirectory('export');
  using source = new TemporaryDirectory('source');
  for (const shape of shapes) {
    for (const instance of corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 2, ...shape })) {
      writeFileSync(source.join(instance.sopInstanceUid), instance.encode());
      expected.push(instance.sopInstanceUid);
    }
  }
  await using archive = await TemporaryArchive.open();
  const go = new AbortController().signal;
  await drain(archive.archive.importFiles(tester, everything, { paths: [source.path] }, go));
  const selection = [{ query: { level: 'study', keys: [], attributes: [] } }] as const;
  for (const dicomdir of [false, true]) {
    const to = folder.join(dicomdir ? 'disc' : 'names');
    const request = { selection, folder: to, template: '{SOPInstanceUID}.dcm', dicomdir };
    await drain(archive.archive.exportFiles(tester, everything, request, go));
  }
  const disc = { selection, path: folder.join('disc.iso') };
  await drain(archive.archive.exportDisc(tester, everything, disc, go));
});
afterAll(() => folder.remove());

describeWithPeer('exported files and dcmdump', findProgram('dcmdump') !== undefined, () => {
  it('reads them all without a word of complaint', async () => {
    const files = readdirSync(folder.join('names')).map((name) => folder.join('names', name));
    const { stdout, stderr } = await runOrThrow('dcmdump', ['+P', 'SOPInstanceUID', '-s', ...files]);
    // What is not about the private sequence of the corpus.
    expect(stderr.split('\n').filter((line) => line !== '' && !line.includes('(0029,1020)'))).toEqual([]);
    expect([...stdout.matchAll(/\[([\d.]+)\]/g)].map(([, uid]) => uid).sort()).toEqual(expected.sort());
  });
});

const script = `
import json, sys, warnings
warnings.simplefilter('ignore')
warnings.filterwarnings('error', category=UserWarning)
from pathlib import Path
from pydicom import dcmread
from pydicom.fileset import FileSet
names = [dcmread(p) for p in sorted(Path(sys.argv[1]).iterdir())]
disc = [i.load() for i in FileSet(sys.argv[2])]
def told(ds):
    assert len(ds.PixelData) == 128 and len(ds) > 60
    assert ds.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID
    return str(ds.SOPInstanceUID)
print(json.dumps([sorted(map(told, names)), sorted(map(told, disc))]))
`;

describeWithPeer('exported files and pydicom', hasPydicom, () => {
  it('reads files, and a disc by its DICOMDIR', async () => {
    const found = await runPydicom(script, [folder.join('names'), folder.join('disc', 'DICOMDIR')]);
    expect(JSON.parse(found)).toEqual([expected.sort(), expected.sort()]);
  });
});

const has = (program: string) => findProgram(program) !== undefined;

describeWithPeer('an exported disc image and bsdtar', has('bsdtar'), () => {
  let unpacked: string;

  beforeAll(async () => {
    unpacked = folder.join('unpacked');
    mkdirSync(unpacked);
    await runOrThrow('bsdtar', ['-xf', folder.join('disc.iso'), '-C', unpacked]);
  });

  it('has what an exported disc has, and pages for people', () => {
    const names = (of: string) => readdirSync(of, { recursive: true }).map(String).sort();
    const pages = ['INDEX.HTM', 'README.TXT'];
    expect(names(unpacked)).toEqual([...names(folder.join('disc')), ...pages].sort());
  });

  describeWithPeer('dcmdump and dcmmkdir', has('dcmdump') && has('dcmmkdir'), () => {
    it('read its DICOMDIR, and add to it', async () => {
      const dicomdir = join(unpacked, 'DICOMDIR');
      const { stdout, stderr } = await runOrThrow('dcmdump', [dicomdir]);
      expect(stderr).not.toMatch(/^E:/m);
      expect(stdout.match(/refFileID=/g)).toHaveLength(expected.length);
      // To append, all that is there has to be sound. -Nxc: transfer syntaxes are those stored.
      const append = ['--append', '-Nxc', '+I', '+D', dicomdir, '+id', unpacked, 'IMAGES/0001/IM000001'];
      await runOrThrow('dcmmkdir', append);
      expect(readDicomdir(readFileSync(dicomdir)).problems).toEqual([]);
    });
  });

  describeWithPeer('pydicom', hasPydicom, () => {
    it('reads the disc by its DICOMDIR', async () => {
      const found = await runPydicom(script, [folder.join('names'), join(unpacked, 'DICOMDIR')]);
      expect(JSON.parse(found)).toEqual([expected.sort(), expected.sort()]);
    });
  });
});
