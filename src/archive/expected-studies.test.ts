import { expect, test } from 'vitest';
import { engines } from '../../test/support/engines.ts';
import { drain, TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { everything, nothing } from '../contract/index.ts';
import { tags } from '../dicom/index.ts';
import { QuietWatch } from './quiet.ts';

test.each(engines)('a study is expected until all of it is there and quiet, on $name', async (engine) => {
  await using temporary = await TemporaryArchive.open(engine);
  const { archive } = temporary;
  const demo = () => drain(archive.importDemo(tester, everything, new AbortController().signal));
  await demo();
  const query = archive.matching({ level: 'study', match: { Modality: 'CT' } });
  const { pages } = archive.find(tester, everything, { ...query, attributes: [tags.StudyInstanceUID] });
  const studyInstanceUid = String((await Array.fromAsync(pages)).flat(2)[0]);
  const announced = {
    source: 'worklist',
    seriesCount: 1,
    instanceCount: 2,
    deadline: '2020-01-01T00:00:00.000Z',
  };
  await archive.expectStudy(tester, everything, { ...announced, studyInstanceUid });
  await archive.expectStudy(tester, everything, { ...announced, studyInstanceUid: '1.2.3', deadline: null });
  const all = { limit: 10, overdue: false };
  const pending = await archive.expectedStudies(tester, everything, all);
  expect(pending.map((each) => each.studyInstanceUid)).toEqual([studyInstanceUid, '1.2.3']);
  expect(pending[0]!.presentInstances).toBeGreaterThan(1);
  expect(await archive.expectedStudies(tester, everything, { limit: 10, overdue: true })).toHaveLength(1);
  expect(await archive.expectedStudies(tester, nothing, all)).toEqual([]);

  await temporary.parts.catalog.markQuiet({ seriesMs: -1000, studyMs: -1000 });
  await new QuietWatch(temporary.parts).look();
  expect(await archive.expectedStudies(tester, everything, all)).toMatchObject([
    { studyInstanceUid: '1.2.3' },
  ]);
  const told = (await temporary.parts.catalog.events(0, 10_000)).filter(
    ({ kind }) => kind === 'study.complete',
  );
  expect(told).toMatchObject([{ studyInstanceUid, actor: 'isocenter' }]);
  await archive.endExpectation(tester, everything, '1.2.3');
  expect(await archive.expectedStudies(tester, everything, all)).toEqual([]);
  const invalid = archive.expectStudy(tester, everything, { ...announced, studyInstanceUid: '../x' });
  await expect(invalid).rejects.toMatchObject({ code: 'input/invalid' });
});
