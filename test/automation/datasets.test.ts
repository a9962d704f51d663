/** A rule makes a BIDS dataset, and somebody says what series are called in it. */
import { globSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { everything } from '../../src/contract/index.ts';
import { mr } from '../support/generated-images.ts';
import { Phantom } from '../support/phantom.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { drain, tester } from '../support/temp-archive.ts';

let folder: TemporaryDirectory;
let server: RestServer;

beforeEach(async () => {
  folder = new TemporaryDirectory('rule-datasets');
  server = await openRest({}, undefined, { targetFolders: [folder.path] });
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  folder.remove();
});

async function addSeries(series: number, protocol: string): Promise<void> {
  const phantom = new Phantom({
    ...{ seed: 5, series, dimensions: [8, 8, 4], spacing: [2, 2, 2], origin: [0, 0, 0] },
    valueAt: (i, j, k) => i + j + k,
    elements: {
      ...{ ...mr, Modality: 'MR', PatientID: 'P1', StudyDate: '20260131', SeriesNumber: series },
      ...{ ProtocolName: protocol, SeriesDescription: protocol },
    },
  });
  const paths = phantom.files().map((bytes, i) => {
    const path = folder.join(`scan-${series}-${i}.dcm`);
    writeFileSync(path, bytes);
    return path;
  });
  const { signal } = new AbortController();
  await drain(server.temporary.archive.importFiles(tester, everything, { paths, documents: false }, signal));
}

async function writeRule(action: unknown): Promise<void> {
  const { digest } = await server.client.automationShow({});
  const text = JSON.stringify({ rules: { set: { when: 'manual', do: [action] } } });
  await server.client.automationSave({ text, digest });
}

/** Does the rule for everything that is here. */
async function replay(done: number): Promise<void> {
  await drain(server.client.ruleReplay({ name: 'set' }));
  await vi.waitFor(
    async () => {
      await server.automation.lookNow(new AbortController().signal);
      const { runs } = await server.client.runsList({ rule: 'set' });
      expect(runs.map(({ state, problem }) => [state, problem])).toEqual(
        Array.from({ length: done }, () => ['done', null]),
      );
    },
    { timeout: 30_000, interval: 100 },
  );
}

const images = () => globSync('**/*.nii.gz', { cwd: folder.join('set') }).sort();
const place = 'sub-P1/ses-20260131';

describe('a dataset of a rule', { timeout: 60_000 }, () => {
  it('is there when the rule has run, grows with the study, and is called as somebody says', async () => {
    await addSeries(1, 'anat-T1w');
    await addSeries(2, 'odd one');
    await writeRule({ nifti: { folder: folder.join('set'), bids: true } });
    expect(await server.client.datasetShow({ name: 'set' })).toMatchObject({ series: [] });
    await replay(1);
    const { rules } = await server.client.rulesList({});
    expect(rules).toMatchObject([{ name: 'set', dataset: folder.join('set') }]);
    expect(images()[0]).toBe(`${place}/anat/sub-P1_ses-20260131_T1w.nii.gz`);
    const { series } = await server.client.datasetShow({ name: 'set' });
    expect(series.map(({ protocol, source, name }) => [protocol, source, name])).toEqual([
      ['anat-T1w', 'reproin', 'anat-T1w'],
      ['odd one', 'none', null],
    ]);

    const odd = { protocol: 'odd one', description: 'odd one' };
    const say = (is: string | null) => server.client.datasetName({ name: 'set', names: [{ ...odd, is }] });
    await expect(say('anat-bold')).rejects.toMatchObject({ code: 'bids/not-written' });
    const after = await say('func_task-odd');
    expect(after.series[1]).toMatchObject({
      ...{ source: 'mapping', is: 'func_task-odd', guess: null },
      example: `${place}/func/sub-P1_ses-20260131_task-odd_bold`,
    });
    expect(images()).toHaveLength(2);

    renameSync(folder.join('set'), folder.join('kept'));
    symlinkSync(server.temporary.directory.path, folder.join('set'));
    await expect(say('skip')).rejects.toMatchObject({ code: 'automation/target' });
    rmSync(folder.join('set'));
    renameSync(folder.join('kept'), folder.join('set'));
    expect(images()[1]).toBe(`${place}/func/sub-P1_ses-20260131_task-odd_bold.nii.gz`);

    await addSeries(3, 'anat-T1w');
    await replay(2);
    expect(images()).toEqual([
      `${place}/anat/sub-P1_ses-20260131_run-1_T1w.nii.gz`,
      `${place}/anat/sub-P1_ses-20260131_run-2_T1w.nii.gz`,
      `${place}/func/sub-P1_ses-20260131_task-odd_bold.nii.gz`,
    ]);
    expect((await say(null)).series[1]).toMatchObject({ source: 'none', is: null });
    expect(images().at(-1)).toMatch(/^unnamed\//);
  });

  it.each([true, false])(
    'is not written where a link leads out of the target folders (bids: %s)',
    async (bids) => {
      await addSeries(1, 'anat-T1w');
      await writeRule({ nifti: { folder: folder.join('way/set'), bids } });
      using elsewhere = new TemporaryDirectory('elsewhere');
      symlinkSync(elsewhere.path, folder.join('way'));
      await drain(server.client.ruleReplay({ name: 'set' }));
      await vi.waitFor(
        async () => {
          await server.automation.lookNow(new AbortController().signal);
          const { runs } = await server.client.runsList({ rule: 'set' });
          expect(runs).toMatchObject([
            { state: 'failed', problem: { title: expect.stringMatching(/targetFolders/) } },
          ]);
        },
        { timeout: 30_000, interval: 100 },
      );
      expect(globSync('**/*', { cwd: elsewhere.path })).toEqual([]);
    },
  );

  it('is none of a rule that makes none, and tells what is wrong with its table', async () => {
    await writeRule({ nifti: { folder: folder.join('set') } });
    expect((await server.client.rulesList({})).rules).toMatchObject([{ dataset: null }]);
    await expect(server.client.datasetShow({ name: 'set' })).rejects.toMatchObject({
      code: 'rule/no-dataset',
    });
    await expect(server.client.datasetShow({ name: 'x' })).rejects.toMatchObject({ code: 'rule/unknown' });
    await expect(writeRule({ nifti: { bids: true } })).rejects.toThrow(/A BIDS dataset needs a folder/);
    const options = { sidecar: 'none' };
    const wrong = { nifti: { folder: folder.join('set'), bids: true, options } };
    await expect(writeRule(wrong)).rejects.toThrow(/A BIDS dataset needs sidecars/);
    const outside = { nifti: { folder: join(folder.path, '..', 'elsewhere'), bids: true } };
    await expect(writeRule(outside)).rejects.toThrow(/targetFolders/);
  });
});
