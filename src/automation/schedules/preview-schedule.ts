import type { Archive } from '../../archive/index.ts';
import { asIsocenterError, type Clock } from '../../base/index.ts';
import {
  type Caller,
  type RequestFor,
  type ResultFor,
  schedule as scheduleWords,
} from '../../contract/index.ts';
import { type Dataset, tags } from '../../dicom/index.ts';
import type { Nodes } from '../../nodes/index.ts';
import { problemsOfIssue } from '../file/read-plan.ts';
import type { PlacedProblem } from '../problem.ts';
import { dayOf } from './local-time.ts';
import { compileSchedule, type Schedule } from './schedule.ts';
import { identifiersOf, keysOn } from './scheduled-keys.ts';

type Preview = ResultFor<'schedulePreview'>;

interface PreviewParts {
  readonly archive: Archive;
  readonly nodes: Nodes;
  readonly clock: Clock;
}

/** What the node would answer at the next run, and how much of it is here. Nothing is fetched. */
export async function previewSchedule(
  { archive, nodes, clock }: PreviewParts,
  { schedule: draft, limit }: RequestFor<'schedulePreview'>,
  caller: Caller,
): Promise<Preview> {
  const { schedule, problems } = compiled(draft);
  if (!schedule) return { problems, nextAt: null, keys: {}, studies: [], more: false };
  const next = schedule.recurrence.after(clock.now());
  const keys = keysOn(dayOf(next ?? clock.now(), schedule.recurrence.timeZone), schedule.studies);
  const found = new Map<string, Preview['studies'][number]>();
  const answered = { nextAt: next?.toISOString() ?? null, keys };
  try {
    for (const identifier of identifiersOf(keys, wanted)) {
      for await (const answer of nodes.find(schedule.node, 'study', identifier)) {
        if (found.size >= limit) return { ...answered, problems, studies: [...found.values()], more: true };
        const uid = answer.string(tags.StudyInstanceUID)?.trim() ?? '';
        const here = await archive.count(caller.actor, caller.scope, [{ studyInstanceUids: [uid] }]);
        found.set(uid, { ...describe(answer), studyInstanceUid: uid, here });
      }
    }
  } catch (error) {
    problems.push(asIsocenterError(error).message);
  }
  return { ...answered, problems, studies: [...found.values()], more: false };
}

const wanted = [
  ...['StudyInstanceUID', 'StudyDate', 'ModalitiesInStudy', 'StudyDescription'],
  ...['PatientName', 'PatientID', 'NumberOfStudyRelatedInstances'],
];

function describe(answer: Dataset): Omit<Preview['studies'][number], 'studyInstanceUid' | 'here'> {
  const [images] = answer.numbers(tags.NumberOfStudyRelatedInstances) ?? [];
  const textOf = (tag: (typeof tags)[keyof typeof tags]): string => answer.string(tag)?.trim() ?? '';
  return {
    date: textOf(tags.StudyDate),
    modalities: [...(answer.strings(tags.ModalitiesInStudy) ?? [])].join(', '),
    description: textOf(tags.StudyDescription),
    patientName: textOf(tags.PatientName),
    patientId: textOf(tags.PatientID),
    images: Number.isInteger(images) && images! >= 0 ? images! : null,
  };
}

function compiled(draft: unknown): { schedule: Schedule | undefined; problems: string[] } {
  const parsed = scheduleWords.safeParse(draft);
  const found: PlacedProblem[] = [];
  if (!parsed.success) found.push(...parsed.error.issues.flatMap(problemsOfIssue));
  const schedule = parsed.success
    ? compileSchedule('draft', parsed.data, (one) => void found.push(one))
    : undefined;
  const problems = found.map(({ place, message }) =>
    [...place.filter((part) => part !== 'schedules' && part !== 'draft').map(String), message].join(': '),
  );
  return { schedule: problems.length === 0 ? schedule : undefined, problems };
}
