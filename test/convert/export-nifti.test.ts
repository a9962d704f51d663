/** Series of an archive as NIfTI files, by dcm2niix as it comes with us. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { everything } from '../../src/contract/index.ts';
import { usualConversion } from '../../src/convert/index.ts';
import { tags } from '../../src/dicom/index.ts';
import { type ExportNifti, exportNifti, type KeepNifti, keepNifti } from '../../src/volumes/index.ts';
import { engines } from '../support/engines.ts';
import { Phantom } from '../support/phantom.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { drain, TemporaryArchive, tester } from '../support/temp-archive.ts';

const phantom = (series: number) =>
  new Phantom({
    ...{ seed: 72, series, dimensions: [8, 8, 4], spacing: [1, 1, 2], origin: [0, 0, 0] },
    ...{ valueAt: (i, j, k) => i + j + k, elements: { SeriesNumber: series, SeriesDescription: 'CT' } },
  });

describe.each(engines)('exportNifti on $name', (engine) => {
  let folder: TemporaryDirectory;
  let archive: TemporaryArchive;

  beforeEach(async () => {
    folder = new TemporaryDirectory('export-nifti');
    archive = await TemporaryArchive.open(engine);
    for (const series of [1, 2])
      for (const [i, bytes] of phantom(series).files().entries())
        writeFileSync(folder.join(`${series}-${i}.dcm`), bytes);
    const { signal } = new AbortController();
    await drain(
      archive.archive.importFiles(tester, everything, { paths: [folder.path], documents: false }, signal),
    );
  });
  afterEach(async () => {
    await archive[Symbol.asyncDispose]();
    folder.remove();
  });

  const exportTo = async (name: string, more: Partial<ExportNifti> = {}) => {
    const parts = { archive: archive.archive, clock: systemClock, searchPath: '' };
    const request = {
      ...{
        folder: folder.join(name),
        template: '{SeriesNumber} {SeriesDescription}',
        options: usualConversion,
      },
      ...{ bids: false, dryRun: false, selection: [{ studyInstanceUids: [phantom(1).study] }] },
    };
    const { signal } = new AbortController();
    return (await drain(exportNifti(parts, tester, everything, { ...request, ...more }, signal))).result;
  };
  const instancesOf = async (series: string) =>
    (
      await Array.fromAsync(archive.archive.select(tester, everything, [{ seriesInstanceUids: [series] }]))
    ).flat();
  const nifti = (name: string) => readdirSync(folder.join(name)).filter((each) => each.endsWith('.nii.gz'));

  it('converts a study, and then only what has changed', async () => {
    expect(await exportTo('out')).toMatchObject({ converted: 2, files: 4, failed: 0 });
    expect(nifti('out').sort()).toEqual(['1 CT.nii.gz', '2 CT.nii.gz']);
    expect(await exportTo('out')).toMatchObject({ converted: 0, current: 2, files: 0 });
    for (const instance of await instancesOf(phantom(1).series))
      await archive.archive.revise(tester, everything, instance, (dataset) =>
        dataset.set(tags.SeriesDescription, 'LO', 'edited'),
      );
    expect(await exportTo('out')).toMatchObject({ converted: 1, current: 1 });
    expect(nifti('out').sort()).toEqual(['1 edited.nii.gz', '2 CT.nii.gz']);
  });

  it('takes what it is told: the UID of a study or of a series, in a dry run none', async () => {
    const { series } = phantom(2);
    const either = [{ studyInstanceUids: [series] }, { seriesInstanceUids: [series] }];
    expect(await exportTo('dry', { dryRun: true, selection: either })).toMatchObject({ planned: 1 });
    expect(readdirSync(folder.path)).not.toContain('dry');
    expect(await exportTo('one', { selection: [...either, ...either] })).toMatchObject({ converted: 1 });
    expect(nifti('one')).toEqual(['2 CT.nii.gz']);
  });

  it('tells what is lost, and goes on', async () => {
    const [, lost] = await instancesOf(phantom(1).series);
    rmSync(archive.archive.filePath(tester, everything, lost!));
    const { failed, converted, failures } = await exportTo('out');
    expect({ failed, converted }).toEqual({ failed: 1, converted: 1 });
    expect(failures[0]).toMatchObject({ seriesInstanceUid: phantom(1).series, state: 'failed' });
  });

  it('says nothing of the patient in a sidecar', async () => {
    await exportTo('out');
    expect(readFileSync(folder.join('out/1 CT.json'), 'utf8')).not.toMatch(/phantom/i);
  });

  it('refuses the data directory, and a selection of nothing', async () => {
    const inside = { folder: archive.directory.join('studies/x') };
    await expect(exportTo('', inside)).rejects.toMatchObject({ code: 'input/invalid' });
    const nothing = { selection: [{ studyInstanceUids: ['1.2.3'] }] };
    await expect(exportTo('none', nothing)).rejects.toMatchObject({ code: 'archive/not-found' });
  });

  const keep = async (more: Partial<KeepNifti> = {}) => {
    const parts = { archive: archive.archive, clock: systemClock, searchPath: '' };
    const request = { template: '{SeriesDescription}', options: usualConversion, dryRun: false };
    const selection = [{ seriesInstanceUids: [phantom(1).series] }];
    const { signal } = new AbortController();
    return (await drain(keepNifti(parts, tester, everything, { ...request, selection, ...more }, signal)))
      .result;
  };
  const kept = (target: 'series' | 'study', uid: string) =>
    archive.archive.files(tester, everything, { attachedTo: { target, uid }, limit: 100 });

  it('keeps files with their series and study, and what they were made from', async () => {
    expect(await keep({ dryRun: true })).toMatchObject({ planned: 1, converted: 0 });
    expect(await keep()).toMatchObject({ converted: 1, files: 2, failed: 0 });
    const files = await kept('series', phantom(1).series);
    expect(files.map(({ name }) => name).sort()).toEqual(['CT.json', 'CT.nii.gz']);
    expect(await kept('study', phantom(1).study)).toHaveLength(2);
    const images = await instancesOf(phantom(1).series);
    for (const { sha256, origin } of files) {
      const item = { sha256, receivedAt: origin.receivedAt };
      const sources = await archive.archive.derivations(tester, everything, item);
      expect(sources.map((source) => source.sha256).sort()).toEqual(
        images.map((image) => image.sha256).sort(),
      );
      expect(sources[0]).toMatchObject({ direction: 'from', method: 'dcm2niix' });
      expect(sources[0]!.methodVersion).toMatch(/^v1\.0\.\d+ /);
    }
    expect(await keep()).toMatchObject({ current: 1, converted: 0 });
  });

  it('puts what was made earlier in the trash when a series is converted in another way', async () => {
    await keep();
    expect(await keep({ options: { ...usualConversion, compress: false } })).toMatchObject({ converted: 1 });
    const names = (await kept('series', phantom(1).series)).map(({ name }) => name);
    expect(names.sort()).toEqual(['CT.json', 'CT.nii']);
    expect(await archive.archive.trash(tester, everything, 10)).toMatchObject([
      { reason: 'The series was converted again.' },
    ]);
  });
});
