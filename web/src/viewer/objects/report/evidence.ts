/** Where the instances are that a document speaks of (PS3.3 C.17.2.1): it names series once, and instances alone after that. */
import { itemsIn, type JsonInstance, textIn } from '../../../api/dicom-web.ts';
import { objectTags as tags } from '../tags.ts';

export interface Place {
  readonly study: string;
  readonly series: string;
}

export function evidenceOf(document: JsonInstance): ReadonlyMap<string, Place> {
  const sequences = [tags.CurrentRequestedProcedureEvidenceSequence, tags.PertinentOtherEvidenceSequence];
  const places = sequences
    .flatMap((sequence) => itemsIn(document, sequence))
    .flatMap((study) =>
      itemsIn(study, tags.ReferencedSeriesSequence).flatMap((series) =>
        itemsIn(series, tags.ReferencedSOPSequence).map((instance) => {
          const place = {
            study: textIn(study, tags.StudyInstanceUID),
            series: textIn(series, tags.SeriesInstanceUID),
          };
          return [textIn(instance, tags.ReferencedSOPInstanceUID), place] as const;
        }),
      ),
    );
  return new Map(places);
}
