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

/** Of all studies that the caller may remove, the first that came first. Throws `rule/not-asked`. */
export async function* findOld(
  parts: FindParts,
  retention: Retention,
  caller: Caller,
): AsyncGenerator<OldStudy, void, void> {
  const query = {
    level: 'study',
    keys: [],
    attributes: [tags.StudyInstanceUID],
    order: { by: 'arrival', descending: false },
    arrivedBy: lastOldTime(parts.clock, retention),
  } as const;
  for await (const page of parts.archive.find(caller.actor, caller.scope, query).pages) {
    for (const row of page) {
      const old = await oldPartOf(parts, retention, caller, String(row[0]));
      if (old) yield old;
    }
  }
}

/** What of a study is old enough to go, as it is now; undefined where nothing is. Throws `rule/not-asked`. */
export async function oldPartOf(
  { archive, extensions, clock }: FindParts,
  retention: Retention,
  caller: Caller,
  studyInstanceUid: string,
): Promise<OldStudy | undefined> {
  const { actor, scope } = caller;
  const all = await imagesOf(archive, caller, studyInstanceUid);
  const old = oldSeries(all, lastOldTime(clock, retention));
  if (old.length === 0 || (await isLookedAt({ archive, clock }, retention, all))) return undefined;
  const set = new RuleSet([retention.rule]);
  const [match] = await matchStudy({ archive, extensions }, caller, set, studyInstanceUid);
  if (!match) return undefined;
  if (match.problem) throw match.problem;
  const images = old.filter((one) => match.subject.seriesInstanceUids.includes(one.seriesInstanceUid));
  if (images.length === 0) return undefined;
  const labels = await archive.labelsOfStudy(actor, scope, studyInstanceUid);
  return {
    studyInstanceUid,
    seriesInstanceUids: [...new Set(images.map(({ seriesInstanceUid }) => seriesInstanceUid))],
    instances: images.length,
    bytes: images.reduce((sum, { size }) => sum + size, 0),
    receivedAt: images
      .map((one) => one.receivedAt)
      .sort()
      .at(-1)!,
    isProtected: labels.has(protectedLabel),
    images,
  };
}

/** Whether somebody has looked at the study not long ago. Nobody can have looked before it came. */
async function isLookedAt(
  { archive, clock }: Pick<FindParts, 'archive' | 'clock'>,
  { notViewedForDays }: Retention,
  images: readonly StoredInstance[],
): Promise<boolean> {
  if (notViewedForDays === undefined) return false;
  const by = clock.now().getTime() - notViewedForDays * DAY_MS;
  if (images.some(({ receivedAt }) => Date.parse(receivedAt) > by)) return true;
  return (await archive.views.lastOf(images[0]!.studyInstanceUid)) > by;
}

/** Whether both have the same images with the same contents. */
export function areAlike(a: OldStudy, b: OldStudy): boolean {
  const contents = new Set(a.images.map(contentOf));
  return a.images.length === b.images.length && b.images.every((image) => contents.has(contentOf(image)));
}

const contentOf = ({ sopInstanceUid, sha256 }: StoredInstance): string => `${sopInstanceUid} ${sha256}`;

const lastOldTime = (clock: Clock, { olderThanDays }: Retention): string =>
  new Date(clock.now().getTime() - olderThanDays * DAY_MS).toISOString();

async function imagesOf(
  archive: Archive,
  { actor, scope }: Caller,
  study: string,
): Promise<StoredInstance[]> {
  return (await Array.fromAsync(archive.select(actor, scope, [{ studyInstanceUids: [study] }]))).flat();
}

/** Of series of which no image came lately. */
function oldSeries(images: readonly StoredInstance[], by: string): StoredInstance[] {
  const young = new Set(
    images.filter(({ receivedAt }) => receivedAt > by).map((one) => one.seriesInstanceUid),
  );
  return images.filter(({ seriesInstanceUid }) => !young.has(seriesInstanceUid));
}
