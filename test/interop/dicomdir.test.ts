import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseFile, tags } from '../../src/dicom/index.ts';
import { numberedFileId, readDicomdir, writeDicomdir } from '../../src/media/index.ts';
import { findProgram, run, runOrThrow } from '../support/processes.ts';
import { hasPydicom, runPydicom } from '../support/pydicom.ts';
import { loadIndex, readSample, sampleData, samplePath } from '../support/sample-data.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const folders = /^(cd\/pydicom-dicomdirtests\/\d+|charset|rt\/dicompyler)\//;

let disc: TemporaryDirectory;
/** SOP Instance UID of each File ID. */
const instances = new Map<string, string>();

function makeDisc(): void {
  disc = new TemporaryDirectory('dicomdir');
  const samples = sampleData === undefined ? [] : loadIndex().filter((row) => folders.test(row.path));
  const entries = samples
    .map(({ path }) => parseFile(readSample(path)))
    .map(({ dataset, transferSyntaxUid }, index) => ({
      ...{
        fileId: numberedFileId(index),
        dataset,
        transferSyntaxUid,
        path: samplePath(samples[index]!.path),
      },
    }));
  // Two of the character set samples are bare sequences.
  const whole = entries.filter(({ dataset }) => dataset.has(tags.StudyInstanceUID));
  for (const { path, fileId, dataset } of whole) {
    mkdirSync(dirname(disc.join(...fileId)), { recursive: true });
    copyFileSync(path, disc.join(...fileId));
    instances.set(fileId.join('/'), dataset.string(tags.SOPInstanceUID) ?? '');
  }
  writeFileSync(
    disc.join('DICOMDIR'),
    writeDicomdir(whole, { implementationClassUid: '2.25.1', fileSetId: 'TEST' }),
  );
}

beforeAll(makeDisc);
afterAll(() => disc.remove());

const have = (program: string) => sampleData !== undefined && findProgram(program) !== undefined;

describeWithPeer('DICOMDIR and dcmdump', have('dcmdump'), () => {
  it('offsets lead to records', async () => {
    const { stdout, stderr } = await runOrThrow('dcmdump', [disc.join('DICOMDIR')]);
    expect(stderr).not.toMatch(/^E:/m);
    expect(stdout.match(/refFileID=/g)).toHaveLength(instances.size);
  });
});

describeWithPeer('DICOMDIR and dciodvfy', have('dciodvfy'), () => {
  it('errors are only what the instances lack', async () => {
    const { stdout, stderr } = await run('dciodvfy', [disc.join('DICOMDIR')]);
    const errors = `${stdout}${stderr}`.split('\n').filter((line) => line.startsWith('Error'));
    expect(errors.filter((line) => !/Empty attribute .*(StudyDate|StudyTime|PatientID)/.test(line))).toEqual(
      [],
    );
  });
});

const script = `
import json, sys, warnings
warnings.simplefilter('ignore')
from pydicom.fileset import FileSet
print(json.dumps([[i.path, i.ReferencedSOPInstanceUIDInFile, i.load().SOPInstanceUID] for i in FileSet(sys.argv[1])]))
`;

describeWithPeer('DICOMDIR and pydicom', hasPydicom && sampleData !== undefined, () => {
  it('all instances are found and are the ones named', async () => {
    const found: [string, string, string][] = JSON.parse(await runPydicom(script, [disc.join('DICOMDIR')]));
    const expected = [...instances].map(([fileId, uid]) => [disc.join(fileId), uid, uid]);
    expect(found.sort()).toEqual(expected.sort());
  });
});

describeWithPeer('DICOMDIR and dcmmkdir', have('dcmmkdir'), () => {
  it('records are of the types that dcmmkdir gives the same files', async () => {
    const other = disc.join('DCMTK');
    const options = ['+r', '+I', '-Nxc', '+D', other, '+id', disc.path, 'IMAGES'];
    await run('dcmmkdir', options, { cwd: disc.path });
    const theirs = typesOfFiles(readFileSync(other));
    expect(typesOfFiles(readFileSync(disc.join('DICOMDIR')))).toMatchObject(theirs);
    expect(Object.keys(theirs).length).toBeGreaterThan(instances.size * 0.9);
  });
});

function typesOfFiles(bytes: Uint8Array): Record<string, string> {
  const records = readDicomdir(bytes).records.filter(({ fileId }) => fileId.length > 0);
  return Object.fromEntries(records.map(({ fileId, type }) => [fileId.join('/'), type]));
}
