import { expect, it } from 'vitest';
import { z } from 'zod';
import { uid } from './common.ts';
import { issueWords } from './issue-words.ts';

const schema = z.strictObject({
  limit: z.coerce.number<number>().int().min(1).max(100).optional(),
  level: z.enum(['study', 'series']).optional(),
  kind: z.literal('rules').optional(),
  names: z.array(z.string().min(1).max(3)).min(1).max(2).optional(),
  at: z.iso.datetime().optional(),
  on: z.boolean().optional(),
  rule: z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]).optional(),
  share: z.number().gt(0).lt(1).optional(),
  study: uid.optional(),
});

it.each([
  [{ limit: 'Müller' }, 'limit', 'is no number'],
  [{ limit: 1.5 }, 'limit', 'is no whole number'],
  [{ limit: 0 }, 'limit', 'is below 1'],
  [{ limit: 101 }, 'limit', 'is above 100'],
  [{ level: 'patient' }, 'level', 'is not study or series'],
  [{ kind: 'all' }, 'kind', 'is not rules'],
  [{ names: 7 }, 'names', 'is no list'],
  [{ names: [] }, 'names', 'is empty'],
  [{ names: ['a', 'b', 'c'] }, 'names', 'has more than 2 entries'],
  [{ names: [''] }, 'names.0', 'is empty'],
  [{ names: ['adam'] }, 'names.0', 'has more than 3 characters'],
  [{ names: [7] }, 'names.0', 'is no text'],
  [{ at: 'noon' }, 'at', 'is no time such as 2026-01-31T12:00:00Z'],
  [{ on: 'yes' }, 'on', 'is neither true nor false'],
  [{ rule: { c: 1 } }, 'rule', 'is nothing that could be meant here'],
  [{ share: 0 }, 'share', 'is not above 0'],
  [{ share: 1 }, 'share', 'is not below 1'],
  [{ Limit: 1 }, '', 'has what is not known here: Limit'],
  // A schema that has words of its own keeps them.
  [{ study: 'Müller' }, 'study', 'is not a UID'],
])('%j', (value, place, words) => {
  const { issues } = schema.safeParse(value, { error: issueWords }).error!;
  expect(issues.map(({ path, message }) => [path.join('.'), message])).toEqual([[place, words]]);
});

it('what is not there is missing, of whatever kind', () => {
  const needed = z.object({
    text: z.string(),
    list: z.array(z.string()),
    one: z.enum(['a', 'b']),
    either: z.union([z.string(), z.number()]),
    nested: z.object({ inside: z.boolean() }),
  });
  const { issues } = needed.safeParse({ nested: {} }, { error: issueWords }).error!;
  expect(new Set(issues.map(({ message }) => message))).toEqual(new Set(['is missing']));
  expect(issues).toHaveLength(5);
});
