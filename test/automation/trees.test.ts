import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attentionInWords, everything } from '../../src/contract/index.ts';
import { parseFile, tags } from '../../src/dicom/index.ts';
import { TemporaryAutomation } from '../support/automation.ts';
import { corpusInstance } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { drain, tester } from '../support/temp-archive.ts';

const go = new AbortController().signal;
const DAY_MS = 86_400_000;
const NAMES = '{PatientID}/{SeriesNumber:03}/{InstanceNumber:05}.dcm';

describe.each(engines)('a tree on $name', (engine) => {
  let home: TemporaryAutomation;
  beforeEach(async () => {
    home = await TemporaryAutomation.open(engine);
  });
  afterEach(() => home[Symbol.asyncDispose]());

  /** Says what the only tree is. */
  const plant = (more: Readonly<Record<string, unknown>> = {}) =>
    home.say(JSON.stringify({ trees: { lab: { folder: home.targets.join('lab'), names: NAMES, ...more } } }));
  const build = async (anew = false) =>
    (await drain(home.automation.trees.build('lab', { anew }, go))).result;
  const verify = async () => await drain(home.automation.trees.verify('lab', go));
  const follow = () => home.automation.lookNow(go);
  /** Files of the tree, in order. */
  function files(folder = home.targets.join('lab')): string[] {
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && entry.name !== '.isocenter-tree')
      .map((entry) => relative(folder, `${entry.parentPath}/${entry.name}`))
      .sort();
  }
  const at = (path: string) => home.targets.join('lab', path);
  const archive = () => home.temporary.archive;

  it('has a copy of each image under its name, and knows which image a file is', async () => {
    await home.take({ studies: 2, seriesPerStudy: 2 });
    await plant();
    expect(await build()).toMatchObject({ studies: 2, made: 12, kept: 0, failed: 0 });
    expect(files()).toHaveLength(12);
    const first = corpusInstance(
      { kind: 'tiny', studies: 2, seriesPerStudy: 2, instancesPerSeries: 3 },
      {
        ...{ study: 1, series: 0, instance: 2 },
      },
    );
    const path = files().find((name) => name.startsWith(`${first.patientId}/001/00003`))!;
    expect(await home.automation.trees.which('lab', path)).toMatchObject({
      sopInstanceUid: first.sopInstanceUid,
    });
    const { dataset, meta } = parseFile(readFileSync(at(path)));
    expect(dataset.string(tags.SOPInstanceUID)).toBe(first.sopInstanceUid);
    // Nothing of how it came.
    expect(meta?.string(tags.PrivateInformation)?.trim() ?? '{}').toBe('{}');
    expect(readFileSync(at(path)).subarray(1024)).toEqual(
      Buffer.from(first.encode()).subarray(-(statSync(at(path)).size - 1024)),
    );
    expect(await build()).toMatchObject({ made: 0, kept: 12 });
    expect((await verify()).result).toMatchObject({ checked: 12, missing: 0, changed: 0, foreign: 0 });
  });

  it('is built by a job once it is said, and follows what comes, goes and comes back', async () => {
    await home.take();
    await plant();
    await home.automation.lookNow(go);
    expect(await home.jobs.list(undefined, { limit: 10 })).toMatchObject([
      { kind: 'treeBuild', input: { name: 'lab' } },
    ]);
    await build();
    await home.take({ firstStudy: 1 });
    await follow();
    expect(files()).toHaveLength(6);
    const { studyInstanceUid } = corpusInstance(
      { kind: 'tiny', studies: 1, instancesPerSeries: 3 },
      {
        ...{ study: 0, series: 0, instance: 0 },
      },
    );
    const removal = await archive().remove(
      tester,
      everything,
      [{ studyInstanceUids: [studyInstanceUid] }],
      'x',
    );
    await follow();
    expect(files()).toHaveLength(6);
    expect(await home.automation.trees.list()).toMatchObject([{ files: 6, leaving: 3, state: 'current' }]);
    await archive().restore(tester, everything, [removal.id!]);
    await follow();
    home.pass(2 * DAY_MS);
    await follow();
    expect(files()).toHaveLength(6);
    await archive().remove(tester, everything, [{ studyInstanceUids: [studyInstanceUid] }], 'x');
    await follow();
    home.pass(2 * DAY_MS);
    await follow();
    expect(files()).toHaveLength(3);
    expect(readdirSync(home.targets.join('lab'))).toHaveLength(2);
  });

  it('follows names and contents that were changed by an edit', async () => {
    await home.take();
    await plant();
    await build();
    const instance = corpusInstance(
      { kind: 'tiny', studies: 1, instancesPerSeries: 3 },
      {
        ...{ study: 0, series: 0, instance: 0 },
      },
    );
    const before = files();
    await archive().revise(tester, everything, instance, (dataset) => {
      dataset.set(tags.PatientID, dataset.get(tags.PatientID)!.vr, 'NEW');
    });
    await follow();
    expect(files()).toEqual([...before.slice(1), 'NEW/001/00001.dcm'].sort());
    await archive().revert(tester, everything, instance);
    await follow();
    expect(files()).toEqual(before);
  });

  it('gives names once, also to twins in case, and leaves files of others alone', async () => {
    await plant({ names: 'all/{SeriesDescription}.dcm' });
    mkdirSync(at('all'), { recursive: true });
    writeFileSync(at('all/SCAN.DCM'), 'mine');
    await home.take({
      override: ({ instance }) => ({ SeriesDescription: ['scan', 'SCAN', 'Scan'][instance]! }),
    });
    await build();
    expect(files()).toEqual(
      ['all/SCAN (3).dcm', 'all/SCAN.DCM', 'all/Scan (4).dcm', 'all/scan (2).dcm'].sort(),
    );
    expect(readFileSync(at('all/SCAN.DCM'), 'utf8')).toBe('mine');
    expect((await verify()).result).toMatchObject({ missing: 0, changed: 0, foreign: 1 });
    expect(await build()).toMatchObject({ made: 0, kept: 3 });
  });

  it('leaves what somebody changed, says so, and makes again what somebody took away', async () => {
    await home.take();
    await plant({ on: false });
    await build();
    const [changed, taken] = files();
    writeFileSync(at(changed!), 'worked on');
    rmSync(at(taken!));
    const { items, result } = await verify();
    expect(result).toMatchObject({ checked: 3, missing: 1, changed: 1, foreign: 0 });
    expect(items).toContainEqual({ kind: 'finding', problem: 'changed', path: changed });
    expect(await build()).toMatchObject({ made: 1, kept: 2 });
    expect(await home.automation.trees.clear('lab')).toEqual({ removed: 2, left: 1 });
    expect(files()).toEqual([changed]);
    expect(readFileSync(at(changed!), 'utf8')).toBe('worked on');
  });

  it('is the same after its folder was deleted, and writes nothing while the folder is another one', async () => {
    await home.take({ studies: 2, override: () => ({ InstanceNumber: '1' }) });
    await plant();
    await build();
    const before = files();
    renameSync(home.targets.join('lab'), home.targets.join('away'));
    await follow();
    expect(await home.automation.trees.list()).toMatchObject([{ state: 'stopped' }]);
    expect(home.automation.problems().map(attentionInWords)).toEqual([expect.stringContaining('lab')]);
    mkdirSync(home.targets.join('lab'));
    await expect(build()).rejects.toMatchObject({ code: 'tree/folder-gone' });
    expect(files()).toEqual([]);
    await build(true);
    expect(files()).toEqual(before);
    await follow();
    expect(home.automation.problems()).toEqual([]);
  });

  it('finds its files again when the record of them is lost', async () => {
    await home.take();
    await plant();
    await build();
    const before = files();
    await home.temporary.parts.catalog.engine.write(function* () {
      yield { kind: 'query', sql: 'DELETE FROM tree_file', parameters: [] };
      yield { kind: 'query', sql: 'DELETE FROM tree_state', parameters: [] };
    });
    expect(await build()).toMatchObject({ made: 3 });
    expect(files()).toEqual(before);
  });

  it('has only what its owner may have, now', async () => {
    await home.take({ studies: 2 });
    await plant({ owner: 'anna', keepDays: 0 });
    await build();
    expect(files()).toHaveLength(6);
    const { studyInstanceUid } = corpusInstance(
      { kind: 'tiny', studies: 2, instancesPerSeries: 3 },
      { study: 1, series: 0, instance: 0 },
    );
    home.owner.caller = { ...home.owner.caller!, scope: { kind: 'rules', rules: [{ studyInstanceUid }] } };
    await build();
    home.pass(1_000);
    await build();
    expect(files()).toHaveLength(3);
    home.owner.caller = { ...home.owner.caller!, rights: new Set(['find']) };
    await follow();
    expect(await home.automation.trees.list()).toMatchObject([{ state: 'stopped', files: 3 }]);
    expect(files()).toHaveLength(3);
  });

  it('has what its condition accepts, also by labels', async () => {
    await home.take({ studies: 3 });
    await plant({ if: { label: 'trial', Modality: 'MR' } });
    await build();
    expect(files()).toEqual([]);
    const { studyInstanceUid } = corpusInstance(
      { kind: 'tiny', studies: 3, instancesPerSeries: 3 },
      {
        ...{ study: 1, series: 0, instance: 0 },
      },
    );
    await archive().label(tester, everything, {
      target: 'study',
      uid: studyInstanceUid,
      name: 'trial',
      value: '',
    });
    await follow();
    expect(files()).toHaveLength(3);
  });

  it('shares the bytes by links, only where nobody else may write', async () => {
    await home.take();
    mkdirSync(home.targets.join('lab'));
    chmodSync(home.targets.join('lab'), 0o777);
    await plant({ form: 'hard link' });
    await expect(build()).rejects.toMatchObject({ code: 'tree/unsafe-links' });
    chmodSync(home.targets.join('lab'), 0o755);
    await build();
    expect(files().every((file) => statSync(at(file)).nlink >= 2)).toBe(true);
    await plant({ form: 'symbolic link', names: `links/${NAMES}`, keepDays: 0 });
    await build();
    expect(files().filter((file) => file.startsWith('links/'))).toHaveLength(3);
  });

  it('never goes through a link that somebody put there', async () => {
    await home.take();
    const elsewhere = home.targets.join('elsewhere');
    mkdirSync(elsewhere);
    mkdirSync(home.targets.join('lab'));
    const { patientId } = corpusInstance(
      { kind: 'tiny', studies: 1, instancesPerSeries: 3 },
      {
        ...{ study: 0, series: 0, instance: 0 },
      },
    );
    symlinkSync(elsewhere, at(patientId));
    await plant();
    await build();
    expect(readdirSync(elsewhere)).toEqual([]);
    expect(files()).toContain(`${patientId} (2)/001/00001.dcm`);
  });

  it('gives files and folders the mode that is said', async () => {
    await home.take();
    await plant({ fileMode: '0640', folderMode: '0751' });
    await build();
    const [file] = files();
    expect(statSync(at(file!)).mode & 0o777).toBe(0o640);
    expect(statSync(at(file!.split('/')[0]!)).mode & 0o777).toBe(0o751);
  });
});
