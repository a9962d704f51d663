import { IsocenterError } from '../base/index.ts';
import { Dataset, type Tag, tags } from '../dicom/index.ts';
import type { NodeQueries } from './source.ts';

/** A series of a study as a node has it. */
export interface SeriesThere {
  readonly seriesInstanceUid: string;
  readonly modality: string;
  readonly number: string;
  readonly description: string;
  readonly sopInstanceUids: ReadonlySet<string>;
}

/** Series of a study, and images of a series, that a node may answer. */
const MAXIMUM_SERIES = 10_000;
const MAXIMUM_IMAGES = 500_000;

/**
 * All images of a study that a node has, series by series: not every node answers images of a whole study (PS3.4
 * C.4.1.2.2.1, hierarchical). Throws `node/nonsense`.
 */
export async function seriesThere(
  queries: NodeQueries,
  node: string,
  studyInstanceUid: string,
): Promise<SeriesThere[]> {
  const keys = Dataset.of({
    StudyInstanceUID: studyInstanceUid,
    SeriesInstanceUID: '',
    Modality: '',
    SeriesNumber: '',
    SeriesDescription: '',
  });
  const found = new Map<string, Dataset>();
  const check = checkFor(node);
  for await (const answer of queries.find('series', keys)) {
    check.belongs(answer, tags.StudyInstanceUID, studyInstanceUid);
    found.set(check.uid(answer, tags.SeriesInstanceUID), answer);
    check.atMost(found.size, MAXIMUM_SERIES, 'series');
  }
  const series: SeriesThere[] = [];
  for (const [seriesInstanceUid, answer] of found)
    series.push({
      seriesInstanceUid,
      modality: answer.string(tags.Modality) ?? '',
      number: answer.string(tags.SeriesNumber) ?? '',
      description: answer.string(tags.SeriesDescription) ?? '',
      sopInstanceUids: await imagesThere(queries, node, studyInstanceUid, seriesInstanceUid),
    });
  return series;
}

async function imagesThere(
  queries: NodeQueries,
  node: string,
  studyInstanceUid: string,
  seriesInstanceUid: string,
): Promise<ReadonlySet<string>> {
  const keys = Dataset.of({
    StudyInstanceUID: studyInstanceUid,
    SeriesInstanceUID: seriesInstanceUid,
    SOPInstanceUID: '',
  });
  const found = new Set<string>();
  const check = checkFor(node);
  for await (const answer of queries.find('instance', keys)) {
    check.belongs(answer, tags.SeriesInstanceUID, seriesInstanceUid);
    found.add(check.uid(answer, tags.SOPInstanceUID));
    check.atMost(found.size, MAXIMUM_IMAGES, 'images');
  }
  return found;
}

const isUid = (text: string | undefined): text is string =>
  text !== undefined && /^[0-9]+(\.[0-9]+)+$/.test(text) && text.length <= 64;

/** What a node answers is believed when it can be true. */
export function checkFor(name: string) {
  const nonsense = (reason: string) => new IsocenterError('node/nonsense', { name, reason });
  return {
    /** The UID of an answer. */
    uid(answer: Dataset, tag: Tag): string {
      const uid = answer.string(tag)?.trim();
      if (!isUid(uid)) throw nonsense('an answer without a valid UID');
      return uid;
    },
    /** An answer need not repeat what was asked; when it does, it has to be that. */
    belongs(answer: Dataset, tag: Tag, asked: string): void {
      const uid = answer.string(tag)?.trim();
      if (uid && uid !== asked) throw nonsense('an answer about something that was not asked for');
    },
    atMost(size: number, limit: number, what: string): void {
      if (size > limit) throw nonsense(`more than ${limit} ${what}`);
    },
  };
}
