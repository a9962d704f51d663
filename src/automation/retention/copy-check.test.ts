import { expect, it } from 'vitest';
import type { CommitmentItem } from '../../archive/index.ts';
import { localAdministrator } from '../../contract/index.ts';
import { CopyCheck } from './copy-check.ts';
import type { OldStudy } from './find-old.ts';

const images = ['1.1', '1.2'].map((sopInstanceUid) => ({
  sopInstanceUid,
  sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
})) as unknown as OldStudy['images'];

/** Nodes, and which images each of them keeps; one that is not named does not answer. */
const checkOf = (keeps: Readonly<Record<string, readonly string[]>>, names: readonly string[]) => {
  const asked: string[] = [];
  const nodes = {
    async requestCommitment(_: unknown, name: string, items: readonly CommitmentItem[]) {
      asked.push(name);
      const kept = keeps[name];
      if (!kept) throw new Error('no answer');
      const committed = items.filter(({ sopInstanceUid }) => kept.includes(sopInstanceUid));
      return { committed, failed: [] };
    },
  };
  return { check: new CopyCheck(nodes, localAdministrator, names), asked };
};

it('every node has to keep every image', async () => {
  const keeps = { a: ['1.1', '1.2'], b: ['1.1'] };
  expect(await checkOf(keeps, ['a']).check.hasCopies({ images })).toBe(true);
  expect(await checkOf(keeps, ['a', 'b']).check.hasCopies({ images })).toBe(false);
  expect(await checkOf(keeps, []).check.hasCopies({ images })).toBe(true);
});

it('a node that does not answer is asked once, and told', async () => {
  const { check, asked } = checkOf({}, ['gone']);
  expect(await check.hasCopies({ images })).toBe(false);
  expect(await check.hasCopies({ images })).toBe(false);
  expect(asked).toEqual(['gone']);
  expect(check.problem).toMatchObject({ code: 'retention/not-asked', params: { node: 'gone' } });
});
