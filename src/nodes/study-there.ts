import { asIsocenterError, type ErrorCode, IsocenterError } from '../base/index.ts';
import { Dataset, type Tag, tags } from '../dicom/index.ts';
import type { NodeQueries } from './source.ts';

/** A series of a study as a node has it. */
export interface SeriesThere {
  readonly seriesInstanceUid: string;
  readonly modality: string;
  readonly number: string;
  readonly description: string;
  /** Those that it names. */
  readonly sopInstanceUids: ReadonlySet<string>;
  /** How many it has at least: as many as it names, or as it says, and one since there is no series without an image. */
  readonly images: number;
}

/** What a node names of a study. */
export interface StudyThere {
  readonly series: readonly SeriesThere[];
  /** How it shows that it has more than it names: who deletes it there would lose that. */
  readonly unnamed: IsocenterError | undefined;
}

/** Series of a study, and images of a series, that a node may answer. */
const MAXIMUM_SERIES = 10_000;
const MAXIMUM_IMAGES = 500_000;
/** Answers to a question about one study: a node may pass over the question and answer all that it has. */
const MAXIMUM_STUDIES = 100;

/** All images of a study that a node has. Throws `node/nonsense`. */
export async function studyThere(
  queries: NodeQueries,
  node: string,
  studyInstanceUid: string,
): Promise<StudyThere> {
  const series = await seriesThere(queries, node, studyInstanceUid);
  const said = series.length > 0 ? await seriesSaid(queries, studyInstanceUid) : undefined;
  return { series, unnamed: unnamedOf(series, said) };
}

function unnamedOf(series: readonly SeriesThere[], said: number | undefined): IsocenterError | undefined {
  if (said !== undefined && said > series.length)
    return new IsocenterError('node/unnamed-series', { said, named: series.length });
  const short = series.find(({ images, sopInstanceUids }) => images > sopInstanceUids.size);
  if (!short) return undefined;
  const { seriesInstanceUid, images, sopInstanceUids } = short;
  const named = sopInstanceUids.size;
  return named === 0
    ? new IsocenterError('node/no-images', { series: seriesInstanceUid })
    : new IsocenterError('node/unnamed-images', { said: images, named, series: seriesInstanceUid });
}

/** It does not answer this, and may answer the rest. */
const isSilent: ReadonlySet<ErrorCode> = new Set(['dimse/failed', 'dicomweb/refused', 'dicomweb/nonsense']);

/** How many series a node says that it has of a study (PS3.4 C.3.4); it need not say. */
async function seriesSaid(queries: NodeQueries, studyInstanceUid: string): Promise<number | undefined> {
  const keys = Dataset.of({ StudyInstanceUID: studyInstanceUid, NumberOfStudyRelatedSeries: '' });
  let answers = 0;
  let said: number | undefined;
  try {
    for await (const answer of queries.find('study', keys)) {
      if (answer.string(tags.StudyInstanceUID)?.trim() === studyInstanceUid)
        said = answer.number(tags.NumberOfStudyRelatedSeries);
      if (++answers === MAXIMUM_STUDIES) break;
    }
  } catch (error) {
    if (!isSilent.has(asIsocenterError(error).code)) throw error;
  }
  return said;
}

/** Series by series: not every node answers images of a whole study (PS3.4 C.4.1.2.2.1, hierarchical). */
async function seriesThere(
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
    NumberOfSeriesRelatedInstances: '',
  });
  const found = new Map<string, Dataset>();
  const check = checkFor(node);
  for await (const answer of queries.find('series', keys)) {
    check.belongs(answer, tags.StudyInstanceUID, studyInstanceUid);
    found.set(check.uid(answer, tags.SeriesInstanceUID), answer);
    check.atMost(found.size, MAXIMUM_SERIES, 'series');
  }
  const series: SeriesThere[] = [];
  for (const [seriesInstanceUid, answer] of found) {
    const sopInstanceUids = await imagesThere(queries, node, studyInstanceUid, seriesInstanceUid);
    const said = answer.number(tags.NumberOfSeriesRelatedInstances);
    series.push({
      seriesInstanceUid,
      modality: answer.string(tags.Modality) ?? '',
      number: answer.string(tags.SeriesNumber) ?? '',
      description: answer.string(tags.SeriesDescription) ?? '',
      sopInstanceUids,
      images: Math.max(1, Number.isSafeInteger(said) ? said! : 0, sopInstanceUids.size),
    });
  }
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
function checkFor(name: string) {
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
