/** The measurements of a study as a structured report: PS3.16 TID 1500. Pure. */
import { type Dataset, hexTag, type PlainDataset, tags } from '../../../../../src/dicom/index.ts';
import { textIn } from '../../../api/dicom-web.ts';
import { isKeepable, type Measurement } from '../measurement.ts';
import { codes } from './codes.ts';
import { code, container, personName } from './content-items.ts';
import { type DocumentStart, documentFile, evidenceOf } from './document.ts';
import { groupOf, measurementIn } from './measurement-items.ts';
import { conceptIn, itemsOf, placesIn, withConcept } from './reading.ts';

/** Comprehensive 3D SR Storage. */
const reportSopClass = '1.2.840.10008.5.1.4.1.1.88.34';
export const reportSeries = { description: 'Isocenter measurements', modality: 'SR', number: 9_001 } as const;

export interface ReportStart extends DocumentStart {
  /** Who says so: the name of an account. */
  readonly observer: string;
  /** SOP Instance UIDs of the versions that this one stands for. */
  readonly replaces: readonly string[];
}

/** A Part 10 file, of those that a report can say where they are. */
export function reportFile(all: readonly Measurement[], start: ReportStart): Uint8Array {
  const measurements = all.filter(isKeepable);
  const images = measurements.flatMap((each) => ('image' in each ? [each.image] : []));
  return documentFile(start, {
    ...{ SOPClassUID: reportSopClass, Modality: reportSeries.modality },
    ...{ SeriesDescription: reportSeries.description, SeriesNumber: reportSeries.number },
    ...{ CompletionFlag: 'PARTIAL', VerificationFlag: 'UNVERIFIED', PreliminaryFlag: 'FINAL' },
    ...(start.replaces.length > 0 && { PredecessorDocumentsSequence: [predecessors(start)] }),
    ...(images.length > 0 && { CurrentRequestedProcedureEvidenceSequence: evidenceOf(images) }),
    PerformedProcedureCodeSequence: [],
    ...rootOf(measurements, start.observer),
  });
}

function rootOf(measurements: readonly Measurement[], observer: string): PlainDataset {
  const { RelationshipType: _, ...root } = container(codes.measurementReport, '1500', [
    code('HAS CONCEPT MOD', codes.language, codes.english),
    code('HAS OBS CONTEXT', codes.observerType, codes.person),
    personName('HAS OBS CONTEXT', codes.observerName, observer),
    code('HAS CONCEPT MOD', codes.procedureReported, codes.imagingProcedure),
    container(codes.measurements, '1500', measurements.map(groupOf)),
  ]);
  return root;
}

const predecessors = ({ about, seriesInstanceUid, replaces }: ReportStart): PlainDataset => ({
  StudyInstanceUID: textIn(about, hexTag(tags.StudyInstanceUID)),
  ReferencedSeriesSequence: [
    {
      SeriesInstanceUID: seriesInstanceUid,
      ReferencedSOPSequence: replaces.map((ReferencedSOPInstanceUID) => ({
        ...{ ReferencedSOPClassUID: reportSopClass, ReferencedSOPInstanceUID },
      })),
    },
  ],
});

export const isReport = (document: Dataset): boolean => conceptIn(document) === codes.measurementReport[0];

/** Those that we can draw, out of a report of ours or of others. */
export function measurementsIn(report: Dataset): Measurement[] {
  const places = { placeOf: placesIn(report), study: report.string(tags.StudyInstanceUID) ?? '' };
  return withConcept(itemsOf(report), codes.measurements)
    .flatMap((measurements) => withConcept(itemsOf(measurements), codes.group))
    .flatMap((group) => measurementIn(group, places) ?? []);
}
