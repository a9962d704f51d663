import type { Archive } from '../../archive/index.ts';
import type { Caller } from '../../contract/index.ts';
import { type Dataset, type ElementPath, type Tag, tagOf, tags } from '../../dicom/index.ts';

/** How many images each series of a study has, of those that the caller sees, by series. */
export type ImagesBySeries = ReadonlyMap<string, number>;

type Counter = (images: ImagesBySeries, seriesInstanceUid: string) => number;

/** Elements that no image carries (PS3.4 C.3.4): they are counted in the archive. */
const counted: ReadonlyMap<Tag | undefined, Counter> = new Map<Tag | undefined, Counter>([
  [tags.NumberOfStudyRelatedSeries, ({ size }) => size],
  [tags.NumberOfStudyRelatedInstances, (images) => images.values().reduce((sum, one) => sum + one, 0)],
  [tags.NumberOfSeriesRelatedInstances, (images, series) => images.get(series) ?? 0],
]);

const counterOf = ([step, ...more]: ElementPath) => {
  if (more.length > 0 || step === undefined) return undefined;
  return counted.get(typeof step === 'string' ? tagOf(step) : 'tag' in step ? step.tag : undefined);
};

export const isCounted = (path: ElementPath): boolean => counterOf(path) !== undefined;

/** What is counted for an element, as its value; undefined for one that is not counted. */
export function relatedCount(
  path: ElementPath,
  images: ImagesBySeries,
  dataset: Dataset,
): readonly string[] | undefined {
  const counter = counterOf(path);
  return counter && [String(counter(images, dataset.string(tags.SeriesInstanceUID) ?? ''))];
}

export async function imagesBySeries(
  archive: Archive,
  { actor, scope }: Caller,
  studyInstanceUid: string,
): Promise<ImagesBySeries> {
  const matcher = { kind: 'values', values: [studyInstanceUid] } as const;
  const query = {
    level: 'series',
    keys: [{ tag: tags.StudyInstanceUID, vr: 'UI', matcher }],
    attributes: [tags.SeriesInstanceUID, tags.NumberOfSeriesRelatedInstances],
  } as const;
  const rows = (await Array.fromAsync(archive.find(actor, scope, query).pages)).flat();
  return new Map(rows.map(([uid, images]) => [String(uid), Number(images)]));
}
