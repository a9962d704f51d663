/** What other programs make of exported files. */
import { readdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everything } from '../../src/contract/index.ts';
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
