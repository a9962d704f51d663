import { expect, it } from 'vitest';
import { IsocenterError } from '../base/index.ts';
import { errorOfProblem, errorOfReasons, problemKept, problemOf, saidProblem } from './problem.ts';

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

it('has with it several errors that are its reason, also where it is the reason of another', () => {
  const each = [
    { what: 'C-GET', reason: gone },
    { what: 'C-MOVE', reason: new IsocenterError('said', { reason: 'Out of film' }) },
  ];
  const error = errorOfReasons('node/no-way', each);
  expect(error.message).toBe(`C-GET: ${gone.message} C-MOVE: Out of film`);
  const kept = problemKept(JSON.stringify(problemOf(error)));
  expect(kept.each).toEqual(each.map(({ what, reason }) => ({ what, reason: problemOf(reason) })));
  expect(problemOf(errorOfProblem(kept))).toEqual(kept);
  const failed = new IsocenterError('schedule/run-failed', { day: 'x', reason: error.message }, error);
  expect(problemOf(errorOfProblem(problemOf(failed))).cause).toEqual(kept);
});

it.each(['The node did not send it.', '{"code": 4}', '{', 'null', '"quoted"', '[1]', ''])(
  'a sentence of a version before stays in its words: %j',
  (sentence) => {
    expect(problemKept(sentence)).toEqual(saidProblem(sentence));
    expect(problemKept(sentence)).toMatchObject({ code: 'said', title: sentence });
  },
);
