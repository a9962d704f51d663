import type { ToldLeft } from '../left-behind/index.ts';
import type { RunOutcome } from '../run-rows.ts';
import type { Alarm } from './notice-rows.ts';

/**
 * What needs a person now, and which schedule tells it: the one that found it, or, where that is gone or tells nobody, the first
 * one of the same node that does.
 */
export function urgentOf({ studies, runs }: ToldLeft, name: string, telling: readonly Telling[]): ToldLeft {
  const names = new Set(telling.map((schedule) => schedule.name));
  const firstOf = Map.groupBy(telling, ({ node }) => node);
  const isMeant = ({ schedule, node, state }: Place): boolean =>
    state !== 'later' && (names.has(schedule) ? schedule : firstOf.get(node)?.[0]?.name) === name;
  return { studies: studies.filter(isMeant), runs: runs.filter(isMeant) };
}

type Place = Pick<ToldLeft['studies'][number], 'schedule' | 'node' | 'state'>;

/** A schedule that tells people, with the name of its node. */
export interface Telling {
  readonly name: string;
  readonly node: string | undefined;
}

/** What a node deletes is told as long as it lasts; of runs of one day, once for all. */
export const alarmsOfLeft = ({ studies, runs }: ToldLeft): Alarm[] => [
  ...studies.map(({ node, studyInstanceUid, state }) => ({
    ...{ name: `study ${studyInstanceUid} ${node}`, says: state, lasts: true },
  })),
  ...runs.map(({ schedule, day, state }) => ({
    ...{ name: `look ${schedule} ${day} ${state}`, says: state, lasts: true },
  })),
];

/** Runs of one day that fail in the same way are one thing, however often a schedule looks. */
export const nameOfRun = ({ day, reason }: RunOutcome): string => `run ${day} ${reason?.code}`;

export const alarmOfRun = (run: RunOutcome): Alarm => ({
  name: nameOfRun(run),
  says: 'failed',
  lasts: false,
});
