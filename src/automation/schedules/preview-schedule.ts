import type { Archive } from '../../archive/index.ts';
import type { Clock } from '../../base/index.ts';
import { type Caller, problemOf, type RequestFor, type ResultFor } from '../../contract/index.ts';
import { tags } from '../../dicom/index.ts';
import type { Extensions } from '../../extensions/index.ts';
import { describeStudy, describingKeys, type Nodes } from '../../nodes/index.ts';
import { readDraft } from '../file/read-draft.ts';
import { foundStudies, scheduledKeysOn } from './found-studies.ts';
import { dayOf } from './local-time.ts';
import { PassedOver } from './priors/index.ts';

type Preview = ResultFor<'schedulePreview'>;

interface PreviewParts {
  readonly archive: Archive;
  readonly nodes: Nodes;
  readonly extensions: Extensions;
  readonly clock: Clock;
  /** Folders below which lists may lie. */
  readonly sourceFolders: readonly string[];
}

/** What the node would answer at the next run, and how much of it is here. Nothing is fetched. */
export async function previewSchedule(
  { archive, nodes, extensions, clock, sourceFolders }: PreviewParts,
  { schedule: draft, limit }: RequestFor<'schedulePreview'>,
  caller: Caller,
  signal: AbortSignal,
): Promise<Preview> {
  const { entry: schedule, problems } = readDraft('schedules', draft, {
    ...{ targetFolders: [], sourceFolders, extensions },
  });
  if (!schedule) return { problems, nextAt: null, keys: {}, studies: [], more: false };
  const next = schedule.recurrence.after(clock.now());
  const day = dayOf(next ?? clock.now(), schedule.recurrence.timeZone);
  const keys = scheduledKeysOn(schedule, day);
  const found = new Map<string, Preview['studies'][number]>();
  const passedOver = new PassedOver();
  const parts = { archive, nodes, caller, signal, passedOver, isOver: () => false };
  const answered = { nextAt: next?.toISOString() ?? null, keys };
  try {
    for await (const answer of foundStudies(parts, schedule, { day, keys }, wanted)) {
      if (found.size >= limit) return { ...answered, problems, studies: [...found.values()], more: true };
      const uid = answer.string(tags.StudyInstanceUID)?.trim() ?? '';
      const here = await archive.count(caller.actor, caller.scope, [{ studyInstanceUids: [uid] }]);
      found.set(uid, { ...describeStudy(answer), studyInstanceUid: uid, here });
    }
    if (passedOver.error) problems.push({ place: '', reason: problemOf(passedOver.error) });
  } catch (error) {
    signal.throwIfAborted();
    problems.push({ place: '', reason: problemOf(error) });
  }
  return { ...answered, problems, studies: [...found.values()], more: false };
}

const wanted = ['StudyInstanceUID', ...Object.keys(describingKeys)];
