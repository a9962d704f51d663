import type { Archive } from '../../archive/index.ts';
import { asIsocenterError, type Clock, IsocenterError, inParallel } from '../../base/index.ts';
import {
  type Caller,
  type Progress,
  problemOf,
  type RunCounts,
  type RunStudy,
} from '../../contract/index.ts';
import { tags } from '../../dicom/index.ts';
import {
  type ComparedSeries,
  type FetchedStudy,
  type Nodes,
  Pace,
  StudiesInARow,
} from '../../nodes/index.ts';
import { foundStudies } from './found-studies.ts';
import { dayOfDate, type Look } from './left-behind/index.ts';
import { isWithin } from './local-time.ts';
import { PassedOver, type PriorsParts } from './priors/index.ts';
import type { Run } from './run-rows.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduledKeys } from './scheduled-keys.ts';

/** Studies of one run. */
const MAXIMUM_STUDIES = 5_000;
const MEGABYTE = 1_000_000;

export interface RetrieveParts {
  readonly archive: Pick<Archive, 'find'>;
  readonly nodes: Pick<Nodes, 'queries' | 'fetchMissing' | 'worklist'>;
  readonly clock: Clock;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
}

export interface RetrievedRun {
  readonly studies: readonly RunStudy[];
  /** Those that the node has, also those that this attempt did not come to. */
  readonly looks: readonly Look[];
  /** The time of the day is over before all studies were looked at. */
  readonly isInterrupted: boolean;
  /** What ended it early. */
  readonly error: IsocenterError | undefined;
  /** What was not looked for, while the rest was. */
  readonly leftOut: IsocenterError | undefined;
}

/**
 * One attempt of a run: finds the studies, and fetches of each what is not here. Whatever goes wrong, what came of each
 * study is told; only `cancelled` and the stop of the program are thrown.
 */
export async function retrieveRun(parts: RetrieveParts, schedule: Schedule, run: Run): Promise<RetrievedRun> {
  const { clock, signal, progress } = parts;
  const studies = new Map(run.studies.map((study) => [study.studyInstanceUid, study]));
  const { megabytesPerSecond } = schedule;
  const pace = megabytesPerSecond ? new Pace(megabytesPerSecond * MEGABYTE, clock) : undefined;
  const passedOver = new PassedOver();
  const looks = new Map<string, Look>();
  let isInterrupted = false;
  const isOver = (): boolean => {
    isInterrupted ||= !isOpen(schedule, clock);
    return isInterrupted;
  };
  try {
    const dates = await studiesOn({ ...parts, passedOver, isOver }, schedule, run);
    for (const [studyInstanceUid, studyDate] of dates)
      looks.set(studyInstanceUid, { studyInstanceUid, studyDate, outcome: undefined });
    const found = [...dates.keys()];
    const inARow = new StudiesInARow();
    const fetching = inParallel(found, schedule.parallel, async (uid) => {
      signal.throwIfAborted();
      if (isOver()) return;
      const outcome = await fetchOne({ ...parts, pace }, schedule.node, uid, run);
      // Also of the one that ends the run, and of those beside it.
      if (isWanted(outcome)) studies.set(uid, studyOf(uid, schedule.node, outcome, studies.get(uid)));
      else studies.delete(uid);
      looks.set(uid, { ...looks.get(uid)!, outcome });
      inARow.note(outcome);
    });
    let done = 0;
    for await (const _ of fetching) {
      done++;
      progress({ kind: 'progress', done, total: found.length });
    }
    return {
      ...{ studies: [...studies.values()], looks: [...looks.values()], isInterrupted },
      ...{ error: undefined, leftOut: passedOver.error },
    };
  } catch (error) {
    signal.throwIfAborted();
    return {
      ...{ studies: [...studies.values()], looks: [...looks.values()], isInterrupted },
      ...{ error: asIsocenterError(error), leftOut: undefined },
    };
  }
}

export const isOpen = ({ between, recurrence }: Schedule, clock: Clock): boolean =>
  !between || isWithin(between.time, clock.now(), recurrence.timeZone);

export function countsOf(studies: readonly RunStudy[]): RunCounts {
  const sum = (of: (study: RunStudy) => number): number => studies.reduce((total, one) => total + of(one), 0);
  return {
    studies: studies.length,
    images: sum(({ images }) => images),
    wereHere: sum(({ wereHere }) => wereHere),
    came: sum(({ came }) => came),
    missing: sum(({ missing }) => missing),
    failed: studies.filter(({ missing, reason }) => missing > 0 || reason !== null).length,
  };
}

/** Their dates, where the node says them. */
async function studiesOn(
  parts: RetrieveParts & PriorsParts,
  schedule: Schedule,
  run: Run,
): Promise<Map<string, string | null>> {
  const found = new Map<string, string | null>();
  for await (const answer of foundStudies(parts, schedule, run, ['StudyInstanceUID', 'StudyDate'])) {
    const uid = answer.string(tags.StudyInstanceUID)?.trim() ?? '';
    if (!/^[0-9.]{1,64}$/.test(uid))
      throw new IsocenterError('node/nonsense', {
        name: schedule.node,
        reason: 'a study without a valid UID',
      });
    if (found.size === MAXIMUM_STUDIES && !found.has(uid)) {
      const error = new IsocenterError('schedule/too-many', { limit: MAXIMUM_STUDIES });
      if (!schedule.priors) throw error;
      // Each of a list is meant, and the list changes from day to day: some are better than none.
      parts.passedOver.leaveOut(error);
      break;
    }
    found.set(uid, dayOfDate(answer.string(tags.StudyDate) ?? '') ?? null);
  }
  return found;
}

interface FetchParts extends RetrieveParts {
  readonly pace: Pace | undefined;
}

/** What became of a study, or why the node could not be asked what it has of it. */
type Outcome = FetchedStudy | IsocenterError;

async function fetchOne(
  { nodes, caller, signal, pace }: FetchParts,
  node: string,
  study: string,
  { keys }: Run,
): Promise<Outcome> {
  const wants = (series: readonly ComparedSeries[]): boolean => hasModality(series, keys);
  try {
    return await nodes.fetchMissing(caller, node, study, { signal, pace, wants });
  } catch (error) {
    signal.throwIfAborted();
    return asIsocenterError(error);
  }
}

/** Whether it is one of those that were meant, as far as is known. */
const isWanted = (outcome: Outcome): boolean => outcome instanceof IsocenterError || outcome.isWanted;

/** A node need not know the modalities of studies (PS3.4 C.6.2.1.2: optional) and then answers all; its series have theirs. */
function hasModality(
  series: readonly ComparedSeries[],
  { ModalitiesInStudy: asked }: ScheduledKeys,
): boolean {
  const isPlain = asked?.every((one) => /^[A-Z0-9]+$/.test(one));
  if (!asked || !isPlain || series.every(({ modality }) => modality === '')) return true;
  return series.some(({ modality }) => asked.includes(modality));
}

/** @param earlier how it fared at an earlier attempt: what came then came in this run. */
function studyOf(
  studyInstanceUid: string,
  node: string,
  outcome: Outcome,
  earlier: RunStudy | undefined,
): RunStudy {
  if (outcome instanceof IsocenterError) {
    const counts = earlier ?? { images: 0, wereHere: 0, came: 0, missing: 0 };
    return { ...counts, studyInstanceUid, reason: problemOf(outcome) };
  }
  const { there: images, wereHere, came, missing, reason } = outcome;
  const cameBefore = Math.min(earlier?.came ?? 0, wereHere);
  // A study that was found and has nothing is one that the node cannot tell us about.
  const none = images === 0 ? new IsocenterError('node/nothing', { name: node }) : undefined;
  const why = reason ?? none;
  return {
    studyInstanceUid,
    images,
    wereHere: wereHere - cameBefore,
    came: came + cameBefore,
    missing: missing.length,
    reason: why ? problemOf(why) : null,
  };
}
