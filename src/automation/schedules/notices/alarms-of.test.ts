import { expect, it } from 'vitest';
import { IsocenterError } from '../../../base/index.ts';
import { attentionInWords, problemOf } from '../../../contract/index.ts';
import { problemsOf, type ToldLeft } from '../left-behind/index.ts';
import type { RunOutcome } from '../run-rows.ts';
import { alarmOfRun, alarmsOfLeft, urgentOf } from './alarms-of.ts';

const telling = [
  { name: 'nightly', node: 'ct1' },
  { name: 'hourly', node: 'ct1' },
  { name: 'other', node: 'mr1' },
];
const study = (studyInstanceUid: string, schedule: string, node = 'ct1') =>
  ({ studyInstanceUid, schedule, node, state: 'soon', goesOn: '2026-03-12' }) as const;
const look = (plannedAt: string, state: 'soon' | 'later' = 'soon') =>
  ({
    ...{ node: 'ct1', schedule: 'hourly', plannedAt, state, day: '2026-03-11', goesOn: '2026-03-12' },
    reason: null,
  }) as const;
const uidsFor = (left: ToldLeft, name: string) =>
  urgentOf(left, name, telling).studies.map(({ studyInstanceUid }) => studyInstanceUid);

it('are told by the schedule that found it; where it tells nobody, or is gone, by one of the same node', () => {
  const studies = [study('1', 'hourly'), study('2', 'silent'), study('3', 'removed', 'mr1')];
  const left = { studies: [...studies, study('4', 'silent', 'us1')], runs: [] };
  expect(uidsFor(left, 'nightly')).toEqual(['2']);
  expect(uidsFor(left, 'hourly')).toEqual(['1']);
  expect(uidsFor(left, 'other')).toEqual(['3']);
});

it('of runs of one day are one, and one line', () => {
  const runs = [look('01:00'), look('02:00'), look('03:00', 'later')];
  const left = urgentOf({ studies: [], runs }, 'hourly', telling);
  expect(new Set(alarmsOfLeft(left).map(({ name }) => name)).size).toBe(1);
  expect(problemsOf(left).map(attentionInWords)).toHaveLength(1);
});

it('of a run that failed change with the day and the reason, not with its words', () => {
  const failed = (day: string, error: IsocenterError): RunOutcome => ({
    ...{ day, state: 'failed', endedAt: null, reason: problemOf(error) },
  });
  const said = (reason: string) => new IsocenterError('dimse/failed', { operation: 'C-FIND', reason });
  const name = (day: string, error: IsocenterError) => alarmOfRun(failed(day, error)).name;
  expect(name('2026-03-11', said('one'))).toBe(name('2026-03-11', said('two')));
  expect(name('2026-03-11', said('one'))).not.toBe(name('2026-03-12', said('one')));
  expect(name('2026-03-11', said('one'))).not.toBe(
    name('2026-03-11', new IsocenterError('schedule/not-looked')),
  );
});
