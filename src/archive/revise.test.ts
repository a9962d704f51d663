import { expect, test } from 'vitest';
import { engines } from '../../test/support/engines.ts';
import { drain, TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { everything, nothing } from '../contract/index.ts';
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
