import { expect, it } from 'vitest';
import { IsocenterError } from '../base/index.ts';
import { errorOfProblem, keptProblem, problemKept, problemOf, saidProblem } from './problem.ts';

const gone = new IsocenterError('net/unreachable', { host: 'pacs', port: 104, reason: 'ECONNREFUSED' });

it('is kept as text with its code and what is filled in', () => {
  expect(problemKept(keptProblem(gone))).toEqual(problemOf(gone));
  expect(errorOfProblem(problemKept(keptProblem(gone)))).toEqual(gone);
});

it.each(['The node did not send it.', '{"code": 4}', '{', 'null', '"quoted"', '[1]', ''])(
  'a sentence of a version before stays in its words: %j',
  (sentence) => {
    expect(problemKept(sentence)).toEqual(saidProblem(sentence));
    expect(problemKept(sentence)).toMatchObject({ code: 'said', title: sentence });
  },
);
