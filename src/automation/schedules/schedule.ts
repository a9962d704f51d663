import type { Actor, ScheduleDefinition } from '../../contract/index.ts';
import { attempt, type Tell } from '../problem.ts';
import { parseTimeOfDay, type TimeOfDay } from './local-time.ts';
import { Recurrence } from './recurrence.ts';
import { checkKeys, type ScheduledKeys } from './scheduled-keys.ts';

/** Studies that are fetched from a node again and again, ready to be done. */
export interface Schedule {
  readonly name: string;
  /** On whose behalf. */
  readonly owner: Actor;
  /** As it was written. */
  readonly at: string;
  readonly recurrence: Recurrence;
  readonly node: string;
  readonly studies: ScheduledKeys;
  readonly lookBackDays: number;
  readonly parallel: number;
  readonly between: { readonly text: string; readonly time: TimeOfDay } | undefined;
  readonly megabytesPerSecond: number | undefined;
  readonly isOn: boolean;
}

/** What is wrong with it is told; undefined then. */
export function compileSchedule(
  name: string,
  definition: ScheduleDefinition,
  tell: Tell,
): Schedule | undefined {
  const place = ['schedules', name];
  const { owner, at, timeZone, on, retrieve } = definition;
  const { node, studies, lookBackDays, parallel, between, megabytesPerSecond } = retrieve;
  const recurrence = attempt(tell, [...place, 'at'], () => new Recurrence(at, timeZone));
  attempt(tell, [...place, 'retrieve', 'studies'], () => checkKeys(studies));
  return (
    recurrence && {
      ...{ name, at, recurrence, node, studies, lookBackDays, parallel, megabytesPerSecond, isOn: on },
      owner: owner === 'local' ? { kind: 'local', name: 'local' } : { kind: 'user', name: owner },
      between: between === undefined ? undefined : { text: between, time: parseTimeOfDay(between) },
    }
  );
}
