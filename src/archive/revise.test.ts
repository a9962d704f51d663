import { expect, test } from 'vitest';
import { corpusInstance } from '../../test/support/corpus.ts';
import { engines } from '../../test/support/engines.ts';
import { Modality } from '../../test/support/eventful-archive.ts';
import { drain, TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { systemClock } from '../base/index.ts';
import { everything, nothing, type Scope } from '../contract/index.ts';
import { type Dataset, tags } from '../dicom/index.ts';

test.each(engines)('an edit is current, the original is kept and comes back, on $name', async (engine) => {
  await using temporary = await TemporaryArchive.open(engine);
  const { archive, parts } = temporary;
  const { signal } = new AbortController();
  await drain(archive.importDemo(tester, everything, signal));
  const current = async () => {
    const query = archive.matching({ level: 'study', match: { Modality: 'CR' } });
    return (await Array.fromAsync(archive.select(tester, everything, [{ query }]))).flat()[0]!;
  };
  const descriptions = async () => {
    const query = archive.matching({ level: 'study', match: { Modality: 'CR' } });
    const { pages } = archive.find(tester, everything, { ...query, attributes: [tags.StudyDescription] });
    return (await Array.fromAsync(pages)).flat(2);
  };
  const dump = () => Array.fromAsync(parts.catalog.canonicalDump());
  const { instances } = await archive.counts();
  const before = await current();
  const [description] = await descriptions();
  const change = (dataset: Dataset) => void dataset.set(tags.StudyDescription, 'LO', 'Thorax, edited');

  expect(await archive.revise(tester, everything, before, change)).toMatchObject({ outcome: 'stored' });
  const after = await current();
  expect(after.sha256).not.toBe(before.sha256);
  expect((await archive.header(tester, everything, after)).dataset.string(tags.StudyDescription)).toBe(
    'Thorax, edited',
  );
  expect(await descriptions()).toEqual(['Thorax, edited']);
  const [versions] = await parts.catalog.lookup([before]);
  expect(versions!.current).toMatchObject({ state: 'revision' });
  expect(versions!.others).toMatchObject([{ sha256: before.sha256, state: 'original' }]);
  expect(await archive.conflicts(tester, everything, 'all', 10)).toEqual([]);
  expect((await archive.counts()).instances).toBe(instances);
  const kinds = (await parts.catalog.events(0, 10_000)).map(({ kind }) => kind);
  expect(kinds).toContain('instance.revised');
  expect(kinds).not.toContain('instance.conflict');

  const known = await dump();
  await drain(archive.rebuild(tester, { parametersOnly: false }, signal));
  expect(await dump()).toEqual(known);
  expect(await descriptions()).toEqual(['Thorax, edited']);

  await archive.revert(tester, everything, before);
  expect((await current()).sha256).toBe(before.sha256);
  expect(await descriptions()).toEqual([description]);
  await archive.revise(tester, everything, before, change);
  expect((await current()).sha256).toBe(after.sha256);
  await archive.revert(tester, everything, before);
  const reverted = await dump();
  await drain(archive.rebuild(tester, { parametersOnly: false }, signal));
  expect(await dump()).toEqual(reverted);

  const findings = await drain(
    archive.verify(tester, everything, { selectors: undefined, quick: false }, signal),
  );
  expect(findings.items.filter(({ kind }) => kind === 'finding')).toEqual([]);

  const stranger = (dataset: Dataset) => void dataset.set(tags.SOPInstanceUID, 'UI', '1.2.3');
  await expect(archive.revise(tester, everything, before, stranger)).rejects.toMatchObject({
    code: 'input/invalid',
  });
  await expect(archive.revise(tester, nothing, before, change)).rejects.toMatchObject({
    code: 'archive/not-found',
  });
  await expect(archive.revert(tester, everything, before)).rejects.toMatchObject({
    code: 'archive/not-found',
  });
});

test.each(engines)(
  'who sees a study edits it, but moves it to no other patient, on $name',
  async (engine) => {
    await using temporary = await TemporaryArchive.open(engine);
    const { archive } = temporary;
    const at = (instance: number) => ({ study: 0, series: 0, instance });
    const shape = { kind: 'tiny', studies: 1, instancesPerSeries: 2, seed: 5 } as const;
    const image = (instance: number, PatientID: string) =>
      corpusInstance({ ...shape, override: () => ({ PatientID, InstitutionName: '' }) }, at(instance));
    const [first, stray] = [image(0, 'P1'), image(1, 'P2')];
    await new Modality(temporary, 'CT1', systemClock).send([first, stray]);
    const { studyInstanceUid } = first;
    const scope: Scope = { kind: 'rules', rules: [{ studyInstanceUid }] };
    const patients = async () =>
      (await archive.patients(tester, everything, { limit: 10 })).map(({ patientKey }) => patientKey);
    const set =
      (tag: number, vr: string, ...values: string[]) =>
      (dataset: Dataset) =>
        void dataset.set(tag, vr, values);
    const forbidden = { code: 'archive/forbidden' };
    const describes = set(tags.StudyDescription, 'LO', 'Edited');

    expect(await archive.revise(tester, scope, first, describes)).toMatchObject({ outcome: 'stored' });
    expect(await patients()).toEqual(['P1\\domain\\ae:CT1']);
    for (const change of [
      set(tags.InstitutionName, 'LO', 'Elsewhere'),
      set(tags.IssuerOfPatientID, 'LO', 'Issuer'),
      set(tags.PatientID, 'LO', 'P2'),
    ])
      await expect(archive.revise(tester, scope, first, change)).rejects.toMatchObject(forbidden);
    // It never said whose the study is; the edit would.
    await expect(archive.revise(tester, scope, stray, describes)).rejects.toMatchObject(forbidden);
    expect(await patients()).toEqual(['P1\\domain\\ae:CT1']);
    await archive.revert(tester, scope, first);

    await archive.revise(tester, everything, first, set(tags.InstitutionName, 'LO', 'Elsewhere'));
    expect(await patients()).toEqual(['P1\\domain\\elsewhere']);
    await expect(archive.revert(tester, scope, first)).rejects.toMatchObject(forbidden);
    // The same content as an edit that was taken back: neither that way.
    const back = (dataset: Dataset) => {
      set(tags.InstitutionName, 'LO')(dataset);
      describes(dataset);
    };
    await expect(archive.revise(tester, scope, first, back)).rejects.toMatchObject(forbidden);

    const long = 'n'.repeat(1_000);
    await archive.revise(tester, everything, first, set(tags.InstitutionName, 'LO', long));
    await expect(
      archive.revise(tester, everything, first, set(tags.InstitutionName, 'LO')),
    ).rejects.toMatchObject({ code: 'input/invalid' });
  },
);
