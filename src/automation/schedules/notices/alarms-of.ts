import type { LeftRun } from '../../../contract/index.ts';
import type { ToldLeft } from '../left-behind/index.ts';
import type { Run } from '../run-rows.ts';
import type { Alarm } from './notice-rows.ts';

/** Of one schedule, and of what needs a person now. */
export function urgentOf({ studies, runs }: ToldLeft, name: string): ToldLeft {
  const isMeant = ({ schedule, state }: Pick<LeftRun, 'schedule' | 'state'>): boolean =>
    schedule === name && state !== 'later';
  return { studies: studies.filter(isMeant), runs: runs.filter(isMeant) };
}

/** What a node deletes is told as long as it lasts. */
export const alarmsOfLeft = ({ studies, runs }: ToldLeft): Alarm[] => [
  ...studies.map(({ node, studyInstanceUid, state }) => ({
    ...{ name: `study ${studyInstanceUid} ${node}`, says: state, lasts: true },
  })),
  ...runs.map(({ plannedAt, state }) => ({ name: `look ${plannedAt}`, says: state, lasts: true })),
];

export const nameOfRun = ({ plannedAt }: Pick<Run, 'plannedAt'>): string => `run ${plannedAt}`;

/** One that failed is told once, and again when it fails in another way. */
export const alarmOfRun = (run: Run): Alarm => ({
  name: nameOfRun(run),
  says: `${run.reason?.code} ${run.studies.reduce((sum, { missing }) => sum + missing, 0)}`,
  lasts: false,
});
