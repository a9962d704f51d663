import { expect, it } from 'vitest';
import { type CorpusShape, corpus } from '../../test/support/corpus.ts';
import { Modality } from '../../test/support/eventful-archive.ts';
import { TemporaryArchive } from '../../test/support/temp-archive.ts';
import { systemClock } from '../base/index.ts';
import { type Catalog, parseQuery } from '../catalog/index.ts';
import { everything } from '../contract/index.ts';
import { Dataset } from '../dicom/index.ts';
import { FoundCounts } from './found-counts.ts';

const shape: CorpusShape = { kind: 'tiny', studies: 5, instancesPerSeries: 1, seed: 91 };
const queryOf = (keys: Record<string, string>) =>
  parseQuery(Dataset.of(keys), 'study', { root: 'study', relational: true });

it('counts again when something happened, for other queries and for other people', async () => {
  await using temporary = await TemporaryArchive.open();
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
  const counts = new FoundCounts(counting);
  const all = queryOf({});
  expect(await counts.of(everything, all, 100)).toBe(5);
  expect(await counts.of(everything, { ...all, limit: 2, offset: 2, attributes: [] }, 100)).toBe(5);
  expect(counted).toBe(1);
  expect(await counts.of(everything, all, 3)).toBe(3);
  expect(await counts.of(everything, queryOf({ PatientID: 'nobody' }), 100)).toBe(0);
  expect(await counts.of({ kind: 'nothing' }, all, 100)).toBe(0);
  expect(counted).toBe(4);
  await modality.send(corpus({ ...shape, studies: 1, firstStudy: 5 }));
  expect(await counts.of(everything, all, 100)).toBe(6);
  expect(counted).toBe(5);
});
