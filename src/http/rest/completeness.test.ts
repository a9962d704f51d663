import { expect, it } from 'vitest';
import type { Archive } from '../../archive/index.ts';
import { everything } from '../../contract/index.ts';
import type { Nodes } from '../../nodes/index.ts';
import { completenessOf } from './completeness.ts';

const context = {
  ...{ actor: { kind: 'local', name: 'test' }, scope: everything, rights: new Set(['send']) },
  ...{ address: 'test', signal: new AbortController().signal },
} as const;

/** A series of which the node names these images, and says that it has so many. */
const series = (named: readonly string[], images: number, missing: readonly string[] = []) => ({
  ...{ seriesInstanceUid: '1.2.3', modality: 'MR', number: '1', description: '' },
  ...{ sopInstanceUids: new Set(named), images, missing },
});

it.each([
  ['all that it names is here', [series(['1', '2'], 2)], undefined, true, [[2, 2]]],
  ['an image is missing', [series(['1', '2'], 2, ['2'])], undefined, false, [[2, 1]]],
  ['it names no images of a series', [series(['1'], 1), series([], 1)], 'none', false, [[1, 1], [1, 0]]], // biome-ignore format: a row
  ['it has more images than it names', [series(['1'], 9)], 'says 9', false, [[9, 1]]],
  ['it has more series than it names', [series(['1'], 1)], 'says 2', false, [[1, 1]]],
  ['it has nothing of it', [], undefined, false, []],
])('of a study of a node: %s', async (_, compared, unnamed, isComplete, counts) => {
  const nodes = { compare: async () => ({ series: compared, unnamed }) } as unknown as Nodes;
  const request = { name: 'pacs', study: '1.2', verify: false };
  const found = await completenessOf(nodes, {} as Archive, request, context as never);
  expect(found.isComplete).toBe(isComplete);
  expect(found.series.map(({ there, here }) => [there, here])).toEqual(counts);
});
