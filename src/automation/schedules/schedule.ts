import type { Actor, PriorsDefinition, ScheduleDefinition, ScheduleNotify } from '../../contract/index.ts';
import { attempt, type Tell } from '../problem.ts';
import { requireSource } from '../target-folder.ts';
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
  /** Instead of `studies`: earlier ones of the patients of a list. */
  readonly priors: PriorsDefinition | undefined;
  /** Folder of the settings below which their table lies. */
  readonly listRoot: string | undefined;
  readonly lookBackDays: number;
  readonly parallel: number;
  readonly between: { readonly text: string; readonly time: TimeOfDay } | undefined;
  readonly megabytesPerSecond: number | undefined;
  /** Where what needs a person is told. */
  readonly notify: ScheduleNotify | undefined;
  readonly isOn: boolean;
}

export interface CompileParts {
  /** Folders below which lists may lie. */
  readonly sourceFolders?: readonly string[];
  readonly tell: Tell;
}

/** Lists of days that are over are of no use. */
const PRIORS_LOOK_BACK_DAYS = 1;

/** What is wrong with it is told; undefined then. */
export function compileSchedule(
  name: string,
  definition: ScheduleDefinition,
  { sourceFolders = [], tell }: CompileParts,
): Schedule | undefined {
  const place = ['schedules', name];
  const { owner, at, timeZone, on, notify, retrieve } = definition;
  const { node, studies = {}, priors, parallel, between, megabytesPerSecond } = retrieve;
  const lookBackDays = priors
    ? Math.min(retrieve.lookBackDays, PRIORS_LOOK_BACK_DAYS)
    : retrieve.lookBackDays;
  const recurrence = attempt(tell, [...place, 'at'], () => new Recurrence(at, timeZone));
  attempt(tell, [...place, 'retrieve', 'studies'], () => checkKeys(studies));
  const list = priors?.csv?.file;
  const listRoot =
    list === undefined
      ? undefined
      : attempt(tell, [...place, 'retrieve', 'priors', 'csv', 'file'], () =>
          requireSource(list, sourceFolders),
        );
  return (
    recurrence && {
      ...{
        name,
        at,
        recurrence,
        node,
        studies,
        priors,
        listRoot,
        lookBackDays,
        parallel,
        megabytesPerSecond,
        notify,
        isOn: on,
      },
      owner: owner === 'local' ? { kind: 'local', name: 'local' } : { kind: 'user', name: owner },
      between: between === undefined ? undefined : { text: between, time: parseTimeOfDay(between) },
    }
  );
}
