import type { Archive, StoredInstance } from '../../archive/index.ts';
import type { Clock } from '../../base/index.ts';
import { type Caller, protectedLabel, type RetentionStudy } from '../../contract/index.ts';
import { tags } from '../../dicom/index.ts';
import type { Extensions } from '../../extensions/index.ts';
import { matchStudy } from '../rules/match-study.ts';
import { RuleSet } from '../rules/rule-set.ts';
import type { Retention } from './retention.ts';

export interface FindParts {
  readonly archive: Archive;
  readonly extensions: Pick<Extensions, 'ask' | 'condition'>;
  readonly clock: Clock;
}

/** What of a study is old enough to go. */
export interface OldStudy extends Omit<RetentionStudy, 'keptBecause'> {
  readonly isProtected: boolean;
  readonly images: readonly StoredInstance[];
}

const DAY_MS = 86_400_000;
/**
 * After so many all that follow are young too. A single one says nothing: its first image may have gone, and the others came
 * later.
 */
const YOUNG_IN_A_ROW = 100;

/** Of all studies that the caller may remove, the first that came first. */
export async function* findOld(
  { archive, extensions, clock }: FindParts,
  { rule, olderThanDays }: Retention,
  caller: Caller,
): AsyncGenerator<OldStudy, void, void> {
  const { actor, scope } = caller;
  const before = new Date(clock.now().getTime() - olderThanDays * DAY_MS).toISOString();
  const set = new RuleSet([rule]);
  const query = {
    level: 'study',
    keys: [],
    attributes: [tags.StudyInstanceUID],
    order: { by: 'arrival', descending: false },
  } as const;
  let young = 0;
  for await (const page of archive.find(actor, scope, query).pages) {
    for (const row of page) {
      const studyInstanceUid = String(row[0]);
      const images = await imagesOf(archive, caller, studyInstanceUid);
      const isYoung = images.every(({ receivedAt }) => receivedAt > before);
      young = isYoung ? young + 1 : 0;
      if (young >= YOUNG_IN_A_ROW) return;
      if (isYoung) continue;
      const [match] = await matchStudy({ archive, extensions }, caller, set, studyInstanceUid);
      const old = match && oldSeries(images, match.subject.seriesInstanceUids, before);
      if (!old || old.length === 0) continue;
      const labels = await archive.labelsOfStudy(actor, scope, studyInstanceUid);
      yield {
        studyInstanceUid,
        seriesInstanceUids: [...new Set(old.map(({ seriesInstanceUid }) => seriesInstanceUid))],
        instances: old.length,
        bytes: old.reduce((sum, { size }) => sum + size, 0),
        receivedAt: old
          .map((one) => one.receivedAt)
          .sort()
          .at(-1)!,
        isProtected: labels.has(protectedLabel),
        images: old,
      };
    }
  }
}

async function imagesOf(
  archive: Archive,
  { actor, scope }: Caller,
  study: string,
): Promise<StoredInstance[]> {
  return (await Array.fromAsync(archive.select(actor, scope, [{ studyInstanceUids: [study] }]))).flat();
}

/** Series of which no image came lately. */
function oldSeries(
  images: readonly StoredInstance[],
  series: readonly string[],
  before: string,
): StoredInstance[] {
  const young = new Set(
    images.filter(({ receivedAt }) => receivedAt > before).map((one) => one.seriesInstanceUid),
  );
  return images.filter(
    ({ seriesInstanceUid }) => series.includes(seriesInstanceUid) && !young.has(seriesInstanceUid),
  );
}
