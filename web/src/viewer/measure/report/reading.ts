/** What content items of a report say. */
import { type Dataset, tags } from '../../../../../src/dicom/index.ts';
import type { ImageReference } from '../measurement.ts';
import type { Code } from './codes.ts';

/** Which study and series an instance belongs to. */
export type PlaceOf = (sopInstanceUid: string) => Pick<ImageReference, 'study' | 'series'> | undefined;

export const itemsOf = (item: Dataset): readonly Dataset[] => item.items(tags.ContentSequence);

/** The code of its concept name; empty where it has none. */
export const conceptIn = (item: Dataset): string =>
  item.items(tags.ConceptNameCodeSequence)[0]?.string(tags.CodeValue) ?? '';

/** The first of these items with this concept: a text, a UID, or the value of a code. */
export function said(items: readonly Dataset[], [concept]: Code): string | undefined {
  const item = items.find((each) => conceptIn(each) === concept);
  return (
    item?.string(tags.TextValue) ??
    item?.string(tags.UID) ??
    item?.items(tags.ConceptCodeSequence)[0]?.string(tags.CodeValue)
  );
}

/** Those with this concept. */
export const withConcept = (items: readonly Dataset[], [concept]: Code): Dataset[] =>
  items.filter((item) => conceptIn(item) === concept);

/** Which study and series an instance belongs to that a document refers to (PS3.3 C.17.2). */
export function placesIn(document: Dataset): PlaceOf {
  const series = document
    .items(tags.CurrentRequestedProcedureEvidenceSequence)
    .flatMap((study) => study.items(tags.ReferencedSeriesSequence).map((each) => ({ study, each })));
  const places = series.flatMap(({ study, each }) => {
    const place = {
      study: study.string(tags.StudyInstanceUID) ?? '',
      series: each.string(tags.SeriesInstanceUID) ?? '',
    };
    return each
      .items(tags.ReferencedSOPSequence)
      .map((instance) => [instance.string(tags.ReferencedSOPInstanceUID) ?? '', place] as const);
  });
  const known = new Map(places);
  return (uid) => known.get(uid);
}
