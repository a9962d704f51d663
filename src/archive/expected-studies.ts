import { IsocenterError } from '../base/index.ts';
import type { ExpectedStudy, PendingStudy } from '../catalog/index.ts';
import { type Actor, type Scope, systemActor } from '../contract/index.ts';
import { decide } from './decide.ts';
import type { ArchiveParts } from './parts.ts';
import { requireComing } from './within-scope.ts';

const UID = /^[0-9.]{1,64}$/;

/** Announces a study before it comes. It is complete once it is quiet with as many series and instances as announced. */
export async function expectStudy(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  study: ExpectedStudy,
): Promise<void> {
  await requireComing(parts, scope, study.studyInstanceUid);
  const { studyInstanceUid, deadline } = study;
  if (!UID.test(studyInstanceUid))
    throw new IsocenterError('input/invalid', { reason: 'The study has no valid UID.' });
  if (deadline !== null && Number.isNaN(Date.parse(deadline)))
    throw new IsocenterError('input/invalid', { reason: 'The deadline is no time in ISO 8601.' });
  await decide(parts, 'expect', study, actor);
}

/** Says that an expected study is complete as it is, or will not come. */
export async function endExpectation(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  studyInstanceUid: string,
): Promise<void> {
  await requireComing(parts, scope, studyInstanceUid);
  await decide(parts, 'expectationMet', { studyInstanceUid }, actor);
}

/** What is expected and not complete, the most urgent first; with `overdue`, only what should be there by now. */
export async function expectedStudies(
  { catalog, clock }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  { limit, overdue }: { readonly limit: number; readonly overdue: boolean },
): Promise<PendingStudy[]> {
  return await catalog.pendingStudies(scope, limit, overdue ? clock.now().toISOString() : undefined);
}

/** Looks at studies that became quiet: those that have all that was announced are complete. */
export async function meetExpectations(parts: ArchiveParts, studies: Iterable<string>): Promise<void> {
  for (const studyInstanceUid of studies) {
    const pending = await parts.catalog.pendingStudy(studyInstanceUid);
    if (pending && isComplete(pending))
      await decide(parts, 'expectationMet', { studyInstanceUid }, systemActor);
  }
}

/** What was not counted is complete with anything. */
function isComplete({ seriesCount, instanceCount, presentSeries, presentInstances }: PendingStudy): boolean {
  return presentInstances >= Math.max(1, instanceCount ?? 1) && presentSeries >= (seriesCount ?? 1);
}
