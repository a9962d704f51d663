import { expect, it } from 'vitest';
import { type CorpusShape, corpus } from '../../test/support/corpus.ts';
import { Modality } from '../../test/support/eventful-archive.ts';
import { TemporaryArchive } from '../../test/support/temp-archive.ts';
import { systemClock } from '../base/index.ts';
import { type Catalog, parseQuery, type Query } from '../catalog/index.ts';
import { everything } from '../contract/index.ts';
import { Dataset, tags } from '../dicom/index.ts';
import { FoundCounts } from './found-counts.ts';

const shape: CorpusShape = { kind: 'tiny', studies: 5, instancesPerSeries: 1, seed: 91 };
const queryOf = (keys: Record<string, string>) =>
  parseQuery(Dataset.of(keys), 'study', { root: 'study', relational: true });

async function openCounting() {
  const temporary = await TemporaryArchive.open();
  const modality = new Modality(temporary, 'TESTER', systemClock);
  await modality.send(corpus(shape));
  let counted = 0;
  const { catalog } = temporary.parts;
  const counting = {
    lastEventSeq: () => catalog.lastEventSeq(),
    countAnswers: (...question: Parameters<Catalog['countAnswers']>) => {
      counted++;
      return catalog.countAnswers(...question);
    },
  };
  return { temporary, modality, catalog, counts: new FoundCounts(counting), counted: () => counted };
}

it('counts again when something happened, for other queries and for other people', async () => {
  const { temporary, modality, counts, counted } = await openCounting();
  await using _ = temporary;
  const all = queryOf({});
  expect(await counts.of(everything, all, 100)).toBe(5);
  expect(await counts.of(everything, { ...all, limit: 2, offset: 2, attributes: [] }, 100)).toBe(5);
  expect(counted()).toBe(1);
  expect(await counts.of(everything, all, 3)).toBe(3);
  expect(await counts.of(everything, queryOf({ PatientID: 'nobody' }), 100)).toBe(0);
  expect(await counts.of({ kind: 'nothing' }, all, 100)).toBe(0);
  expect(counted()).toBe(4);
  await modality.send(corpus({ ...shape, studies: 1, firstStudy: 5 }));
  expect(await counts.of(everything, all, 100)).toBe(6);
  expect(counted()).toBe(5);
});

it('counts again for whatever a query has that does not only say how its rows are answered', async () => {
  const { temporary, counts, counted } = await openCounting();
  await using _ = temporary;
  const all = queryOf({});
  const order = { tags: [tags.PatientID], descending: true };
  await counts.of(everything, all, 100);
  await counts.of(everything, { ...all, order, after: '', limit: 1, offset: 1, attributes: [] }, 100);
  expect(counted()).toBe(1);
  for (const more of [{ fuzzy: true }, { combinedDateTime: true }, { ignoreCase: true }, { invented: 1 }])
    await counts.of(everything, { ...all, ...more }, 100);
  expect(counted()).toBe(5);
});

it('counts again when bytes come or go, parameters are replaced, or the catalog is emptied', async () => {
  const { temporary, catalog, counts } = await openCounting();
  await using _ = temporary;
  const found = (query: Query) => counts.of(everything, query, 100);
  const atHand = queryOf({ InstanceAvailability: 'ONLINE' });
  const parameters = [{ name: 'EchoTime', from: 94, to: 96 }];
  const measured: Query = { ...queryOf({}), parameters };
  expect([await found(atHand), await found(measured)]).toEqual([5, 0]);
  const [{ studyInstanceUid } = { studyInstanceUid: '' }] = corpus(shape);
  const named = { studyInstanceUids: [studyInstanceUid] };
  const [instance] = (await Array.fromAsync(catalog.instances(everything, named))).flat();
  await catalog.removeLocation(instance!.itemId, 'local');
  expect(await found(atHand)).toBe(4);
  await catalog.putLocation(instance!.itemId, { ...instance!.location!, store: 'local' });
  expect(await found(atHand)).toBe(5);
  await catalog.setParameters(instance!, [{ name: 'EchoTime', number: 95, text: null }]);
  expect(await found(measured)).toBe(1);
  await catalog.clear();
  expect([await found(atHand), await found(measured)]).toEqual([0, 0]);
});
