import { expect, test } from 'vitest';
import { type CorpusShape, corpus, corpusInstance } from '../../test/support/corpus.ts';
import { engines } from '../../test/support/engines.ts';
import { Modality } from '../../test/support/eventful-archive.ts';
import { drain, TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { systemClock } from '../base/index.ts';
import { statement } from '../catalog/index.ts';
import { everything } from '../contract/index.ts';

const shape: CorpusShape = {
  ...{ kind: 'tiny', studies: 2, seriesPerStudy: 3, instancesPerSeries: 2, seed: 11 },
  override: ({ series }) => ({ EchoTime: 10 + series }),
};

test.each(engines)('parameters are filled in again, and nothing else, on $name', async (engine) => {
  await using temporary = await TemporaryArchive.open(engine);
  const { archive, parts } = temporary;
  await new Modality(temporary, 'MR1', systemClock).send(corpus(shape));
  const dump = async () => (await Array.fromAsync(parts.catalog.canonicalDump())).sort();
  const isParameter = (line: string) => line.startsWith('["parameter"');
  const complete = await dump();
  expect(complete.filter(isParameter).length).toBeGreaterThanOrEqual(6);
  await parts.catalog.change(() => statement('DELETE FROM series_parameter', []));
  const empty = await dump();
  expect(empty).toEqual(complete.filter((line) => !isParameter(line)));
  // The first of a series has lost its bytes: the next tells.
  await parts.store.settleNow();
  const first = corpusInstance(shape, { study: 0, series: 0, instance: 0 });
  const [stored] = (
    await Array.fromAsync(archive.select(tester, everything, [{ sopInstanceUids: [first.sopInstanceUid] }]))
  ).flat();
  await parts.store.remove(stored!.location!.key);
  const { signal } = new AbortController();
  await drain(archive.verify(tester, everything, { selectors: undefined, quick: true }, signal));
  const { result } = await drain(archive.rebuild(tester, { parametersOnly: true }, signal));
  expect(result).toMatchObject({ series: 6, studies: 2, instances: 0, lost: 1, failed: 0 });
  expect((await dump()).filter((line) => !line.startsWith('["loss"'))).toEqual(complete);
});
