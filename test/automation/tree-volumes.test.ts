/** Trees of NIfTI volumes, made by the dcm2niix that comes with us. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everything } from '../../src/contract/index.ts';
import { findEngines } from '../../src/convert/index.ts';
import { type PlainDataset, tags } from '../../src/dicom/index.ts';
import { TemporaryAutomation } from '../support/automation.ts';
import { engines } from '../support/engines.ts';
import { Phantom } from '../support/phantom.ts';
import { sampleData, samplePath } from '../support/sample-data.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { drain, tester } from '../support/temp-archive.ts';

const go = new AbortController().signal;
const DAY_MS = 86_400_000;
const NAMES = '{PatientID}/{SeriesNumber:03} {SeriesDescription}/{InstanceNumber:05}.dcm';

const phantom = (series: number, elements: PlainDataset = {}) =>
  new Phantom({
    ...{ seed: 5, series, dimensions: [8, 8, 4], spacing: [1, 1, 2], origin: [0, 0, 0] },
    ...{ valueAt: (i, j, k) => i + j + k },
    elements: { PatientID: 'P', SeriesNumber: series, SeriesDescription: 'head', ...elements },
  });

describe.each(engines)('volumes in a tree on $name', { timeout: 60_000 }, (engine) => {
  let home: TemporaryAutomation;
  beforeEach(async () => {
    home = await TemporaryAutomation.open(engine);
    await home.jobs.start();
  });
  afterEach(() => home[Symbol.asyncDispose]());

  const plant = (more: Readonly<Record<string, unknown>> = {}) =>
    home.say(
      JSON.stringify({
        trees: { lab: { folder: home.targets.join('lab'), names: NAMES, contents: 'nifti', ...more } },
      }),
    );
  const build = async (anew = false) =>
    (await drain(home.automation.trees.build('lab', { anew }, go))).result;
  const verify = async () => (await drain(home.automation.trees.verify('lab', go))).result;
  const quiet = () => home.temporary.parts.catalog.markQuiet({ seriesMs: 0, studyMs: 0 });
  const at = (path: string) => home.targets.join('lab', path);
  const archive = () => home.temporary.archive;
  const listed = async () => (await home.automation.trees.list())[0]!;
  function files(folder = home.targets.join('lab')): string[] {
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && entry.name !== '.isocenter-tree')
      .map((entry) => relative(folder, `${entry.parentPath}/${entry.name}`))
      .sort();
  }
  async function take(...series: readonly Phantom[]): Promise<void> {
    using source = new TemporaryDirectory('source');
    for (const [number, one] of series.entries())
      for (const [slice, bytes] of one.files().entries())
        writeFileSync(source.join(`${number}-${slice}.dcm`), bytes);
    await home.takeFrom(source);
  }
  const conversions = () => home.jobs.list(undefined, { kind: 'treeConvert', limit: 10 });
  /** One round, and what it had converted. */
  async function follow(): Promise<void> {
    await home.automation.lookNow(go);
    const underWay = async () => (await conversions()).filter(({ endedAt }) => endedAt === null);
    await expect.poll(underWay, { timeout: 40_000 }).toEqual([]);
  }

  it('has each series under the name of its folder, knows what made it, and makes nothing twice', async () => {
    await take(phantom(1), phantom(2));
    await plant({ fileMode: '0640' });
    expect(await build()).toMatchObject({ made: 4, failed: 0 });
    expect(files()).toEqual([
      ...['P/001 head.json', 'P/001 head.nii.gz'],
      ...['P/002 head.json', 'P/002 head.nii.gz'],
    ]);
    expect(gunzipSync(readFileSync(at('P/001 head.nii.gz'))).length).toBe(352 + 8 * 8 * 4 * 2);
    expect(statSync(at('P/001 head.nii.gz')).mode & 0o777).toBe(0o640);
    expect(await home.automation.trees.which('lab', 'P/002 head.nii.gz')).toMatchObject({
      ...{ seriesInstanceUid: phantom(2).series, sopInstanceUid: null, digest: null },
      convertedBy: expect.stringMatching(/^built-in v1\./),
    });
    const before = statSync(at('P/001 head.nii.gz')).mtimeMs;
    expect(await build()).toMatchObject({ made: 0, kept: 4 });
    expect(statSync(at('P/001 head.nii.gz')).mtimeMs).toBe(before);
    expect(await verify()).toMatchObject({ checked: 4, missing: 0, changed: 0, foreign: 0 });
  });

  it('follows what comes once it is quiet, what goes with grace, and what is edited', async () => {
    await take(phantom(1));
    await plant({ contents: 'both' });
    await build();
    expect(files()).toEqual([
      ...['P/001 head.json', 'P/001 head.nii.gz'],
      ...[1, 2, 3, 4].map((image) => `P/001 head/0000${image}.dcm`),
    ]);
    await take(phantom(2));
    await home.automation.lookNow(go);
    expect(files()).toHaveLength(10);
    await quiet();
    await follow();
    expect(files()).toHaveLength(12);
    await archive().remove(tester, everything, [{ seriesInstanceUids: [phantom(2).series] }], 'x');
    await follow();
    expect(files()).toHaveLength(12);
    expect(await listed()).toMatchObject({ files: 12, leaving: 6, state: 'current' });
    home.pass(2 * DAY_MS);
    await follow();
    expect(files()).toHaveLength(6);
    const made = statSync(at('P/001 head.nii.gz')).mtimeMs;
    const pages = archive().select(tester, everything, [{ seriesInstanceUids: [phantom(1).series] }]);
    for (const instance of (await Array.fromAsync(pages)).flat())
      await archive().revise(tester, everything, instance, (dataset) => {
        dataset.set(tags.PatientID, 'LO', 'NEW');
      });
    await follow();
    expect(files()).toEqual([
      ...['NEW/001 head.json', 'NEW/001 head.nii.gz'],
      ...[1, 2, 3, 4].map((image) => `NEW/001 head/0000${image}.dcm`),
    ]);
    expect(statSync(at('NEW/001 head.nii.gz')).mtimeMs).not.toBe(made);
    await plant({ contents: 'dicom' });
    await build();
    home.pass(2 * DAY_MS);
    await follow();
    expect(files()).toHaveLength(4);
  });

  it('leaves alone what others made or changed, makes again what somebody took, and clears only its own', async () => {
    await take(phantom(1));
    await plant({ names: '{SeriesDescription}.nii.gz', on: false });
    await build();
    rmSync(at('head.nii.gz'));
    writeFileSync(at('head.json'), 'worked on');
    expect(await verify()).toMatchObject({ checked: 2, missing: 1, changed: 1 });
    expect(await build()).toMatchObject({ made: 2 });
    expect(files()).toEqual(['head (2).json', 'head (2).nii.gz', 'head.json']);
    expect(readFileSync(at('head.json'), 'utf8')).toBe('worked on');
    expect(await verify()).toMatchObject({ checked: 2, missing: 0, changed: 0, foreign: 1 });
    expect(await home.automation.trees.clear('lab')).toEqual({ removed: 2, left: 0 });
    expect(files()).toEqual(['head.json']);
    expect(await build()).toMatchObject({ made: 2 });
  });

  it('is the same after its folder was deleted, and finds its files when the record of them is lost', async () => {
    await take(phantom(1), phantom(2));
    await plant({ on: false });
    await build();
    const before = files();
    rmSync(home.targets.join('lab'), { recursive: true });
    await build(true);
    expect(files()).toEqual(before);
    await home.temporary.parts.catalog.engine.write(function* () {
      for (const table of ['tree_file', 'tree_volume', 'tree_state'])
        yield { kind: 'query', sql: `DELETE FROM ${table}`, parameters: [] };
    });
    await build();
    expect(files()).toEqual(before);
    expect(await verify()).toMatchObject({ checked: 4, missing: 0, changed: 0, foreign: 0 });
  });

  it('says which series cannot be converted, and tries again only when they change', async () => {
    const broken = phantom(3, { BitsAllocated: 16, PhotometricInterpretation: 'RGB', SamplesPerPixel: 7 });
    await take(phantom(1), broken);
    await plant();
    expect(await build()).toMatchObject({ failed: 1 });
    expect(files()).toEqual(['P/001 head.json', 'P/001 head.nii.gz']);
    const reason = expect.objectContaining({ code: 'convert/failed' });
    expect((await listed()).unconverted).toEqual({
      count: 1,
      first: [{ studyInstanceUid: broken.study, seriesInstanceUid: broken.series, reason }],
    });
    await quiet();
    await follow();
    await archive().label(tester, everything, { target: 'study', uid: broken.study, name: 'x', value: '' });
    await follow();
    expect(await conversions()).toEqual([]);
    await archive().remove(tester, everything, [{ seriesInstanceUids: [broken.series] }], 'x');
    await follow();
    expect((await listed()).unconverted.count).toBe(0);
  });

  it('shows before what files will be called', async () => {
    await take(phantom(1));
    const preview = (more: object) =>
      home.automation.previewTree({
        tree: { folder: home.targets.join('lab'), names: NAMES, ...more },
        ...{ tables: {}, limit: 10 },
      });
    expect((await preview({ contents: 'both' })).files.map(({ path }) => path)).toEqual([
      ...['P/001 head/00001.dcm', 'P/001 head.nii.gz'],
    ]);
    const named = { contents: 'nifti', names: '{PatientID}/{SeriesNumber}', options: { compress: false } };
    expect((await preview(named)).files.map(({ path }) => path)).toEqual(['P/1.nii']);
    expect((await preview({ contents: 'nifti', form: 'hard link' })).problems).toMatchObject([
      { place: 'form', reason: { code: 'plan/volumes-are-copies' } },
    ]);
  });
});

const searchPath = process.env.PATH ?? '';
const { installed } = await findEngines(searchPath);

describe.skipIf(!installed || !sampleData)(
  'a tree with the dcm2niix of the machine',
  { timeout: 60_000 },
  () => {
    it('has tables of directions beside a volume of diffusion', async () => {
      await using home = await TemporaryAutomation.open(undefined, [], searchPath);
      await home.takeFrom({ path: samplePath('nifti_ref/dcm_qa_uih/In/DTI_132225') });
      const folder = home.targets.join('lab');
      const names = '{Modality}/{SeriesNumber} dti.nii.gz';
      await home.say(JSON.stringify({ trees: { lab: { folder, names, contents: 'nifti' } } }));
      const { result } = await drain(home.automation.trees.build('lab', { anew: false }, go));
      expect(result).toMatchObject({ made: 4, failed: 0 });
      const there = readdirSync(`${folder}/MR`).sort();
      expect(there.map((name) => name.replace(/^\d+ dti/, ''))).toEqual([
        '.bval',
        '.bvec',
        '.json',
        '.nii.gz',
      ]);
      expect(await home.automation.trees.which('lab', `MR/${there[0]}`)).toMatchObject({
        convertedBy: `installed ${installed!.version}`,
      });
    });
  },
);
