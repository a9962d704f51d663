import { expect, it } from 'vitest';
import { IsocenterError } from '../base/index.ts';
import { errorOfProblem, problemKept, problemOf, saidProblem } from './problem.ts';

const gone = new IsocenterError('net/unreachable', { host: 'pacs', port: 104, reason: 'ECONNREFUSED' });

it('is kept as text with its code and what is filled in', () => {
  expect(problemKept(JSON.stringify(problemOf(gone)))).toEqual(problemOf(gone));
  expect(errorOfProblem(problemKept(JSON.stringify(problemOf(gone))))).toEqual(gone);
});

it('has with it the error that is its reason, and no other', () => {
  const of = (reason: string) =>
    problemOf(new IsocenterError('schedule/run-failed', { day: '2026-03-10', reason }, gone));
  expect(of(gone.message).cause).toEqual(problemOf(gone));
  expect(errorOfProblem(of(gone.message))?.cause).toEqual(gone);
  expect(of('something else')).not.toHaveProperty('cause');
});

it.each(['The node did not send it.', '{"code": 4}', '{', 'null', '"quoted"', '[1]', ''])(
  'a sentence of a version before stays in its words: %j',
  (sentence) => {
    expect(problemKept(sentence)).toEqual(saidProblem(sentence));
    expect(problemKept(sentence)).toMatchObject({ code: 'said', title: sentence });
  },
);
