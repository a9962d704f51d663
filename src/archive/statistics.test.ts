import { expect, it } from 'vitest';
import { type CorpusShape, corpus } from '../../test/support/corpus.ts';
import { Modality } from '../../test/support/eventful-archive.ts';
import { TemporaryArchive } from '../../test/support/temp-archive.ts';
import { systemClock } from '../base/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { everything, type Scope } from '../contract/index.ts';
import { ScopeStatistics } from './statistics.ts';

const shape: CorpusShape = { kind: 'tiny', studies: 3, instancesPerSeries: 2, seed: 92 };
const more: CorpusShape = { ...shape, studies: 1, firstStudy: 3 };
const uidsOf = (of: CorpusShape) => [...corpus(of)].map(({ studyInstanceUid }) => studyInstanceUid);
const those: Scope = {
  kind: 'rules',
  rules: [...new Set([...uidsOf(shape), ...uidsOf(more)])].map((studyInstanceUid) => ({ studyInstanceUid })),
};

it('looks at the studies of a scope once as long as nothing happens, and never to count everything', async () => {
  await using temporary = await TemporaryArchive.open();
  const modality = new Modality(temporary, 'TESTER', systemClock);
  await modality.send(corpus(shape));
  const looked: string[] = [];
  const catalog: Catalog = new Proxy(temporary.parts.catalog, {
    get(target, name) {
      if (name === 'totals' || name === 'facets') looked.push(name);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const statistics = new ScopeStatistics({ ...temporary.parts, catalog });
  const seen = { patients: 3, studies: 3, series: 3, instances: 6 };
  expect(await statistics.counts(everything)).toMatchObject({ ...seen, conflicts: 0 });
  expect(looked).toEqual([]);
  expect(await statistics.counts(those)).toMatchObject(seen);
  expect((await statistics.statistics(those)).modalities).toMatchObject([{ value: 'MR', studies: 3 }]);
  await statistics.statistics(those);
  expect(looked).toEqual(['totals', 'facets']);
  await modality.send(corpus(more));
  expect(await statistics.counts(those)).toMatchObject({ studies: 4, instances: 8 });
  expect(await statistics.counts({ kind: 'nothing' })).toMatchObject({ studies: 0, bytes: 0 });
});
