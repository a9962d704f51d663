/** What every document about a study has: whose it is, who wrote it, what it refers to. PS3.3 A.35.13, A.35.4. Pure. */

import {
  Dataset,
  fromJson,
  hexTag,
  implementationClassUid,
  implementationVersionName,
  type PlainDataset,
  tags,
  toJson,
  transferSyntax,
  writeFile,
} from '../../../../../src/dicom/index.ts';
import type { JsonInstance } from '../../../api/dicom-web.ts';
import { daOf } from '../../../format/da.ts';
import type { ImageReference } from '../measurement.ts';

export interface DocumentStart {
  /** An instance of the study: whose it is, and what the study is. */
  readonly about: JsonInstance;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly instanceNumber: number;
  readonly at: Date;
}

/** Of the patient and the study, as its images have them. */
const taken = [
  tags.PatientName,
  tags.PatientID,
  tags.IssuerOfPatientID,
  tags.PatientBirthDate,
  tags.PatientSex,
  tags.StudyInstanceUID,
  tags.StudyDate,
  tags.StudyTime,
  tags.StudyID,
  tags.StudyDescription,
  tags.AccessionNumber,
  tags.ReferringPhysicianName,
].map(hexTag);

/** Has to be there, be it empty (type 2). */
const blank: PlainDataset = {
  ...{ PatientName: null, PatientID: null, PatientBirthDate: null, PatientSex: null },
  ...{ StudyDate: null, StudyTime: null, StudyID: null, AccessionNumber: null, ReferringPhysicianName: null },
  ReferencedPerformedProcedureStepSequence: [],
};

export const manufacturer = 'Isocenter';

const equipment: PlainDataset = {
  ...{ Manufacturer: manufacturer, ManufacturerModelName: 'Viewer' },
  ...{ DeviceSerialNumber: '1', SoftwareVersions: implementationVersionName },
};

/** A Part 10 file. @param more what kind of document it is, and what it says */
export function documentFile(
  start: DocumentStart,
  more: PlainDataset & { readonly SOPClassUID: string },
): Uint8Array {
  const { about, seriesInstanceUid, sopInstanceUid, instanceNumber, at } = start;
  const plain = Dataset.of({
    // For items, too: readers of reports do not look for one in each of them.
    SpecificCharacterSet: 'ISO_IR 192',
    ...blank,
    ...equipment,
    ...{
      SOPInstanceUID: sopInstanceUid,
      SeriesInstanceUID: seriesInstanceUid,
      InstanceNumber: instanceNumber,
    },
    ...{ ContentDate: daOf(at), ContentTime: timeOf(at), SeriesDate: daOf(at), SeriesTime: timeOf(at) },
    ...more,
  });
  const said = Object.fromEntries(taken.flatMap((tag) => (about[tag] ? [[tag, about[tag]]] : [])));
  const dataset = fromJson({ ...toJson(plain), ...said });
  const meta = Dataset.of({
    ...{ FileMetaInformationGroupLength: 0, FileMetaInformationVersion: Uint8Array.of(0, 1) },
    ...{ MediaStorageSOPClassUID: more.SOPClassUID, MediaStorageSOPInstanceUID: sopInstanceUid },
    TransferSyntaxUID: transferSyntax.explicitVrLittleEndian.uid,
    ...{
      ImplementationClassUID: implementationClassUid,
      ImplementationVersionName: implementationVersionName,
    },
  });
  return writeFile({ meta, dataset, transferSyntaxUid: transferSyntax.explicitVrLittleEndian.uid });
}

/** CurrentRequestedProcedureEvidenceSequence (PS3.3 C.17.2): every instance that is referred to, once. */
export function evidenceOf(images: readonly ImageReference[]): PlainDataset[] {
  const studies = Map.groupBy(images, ({ study }) => study);
  return [...studies].map(([StudyInstanceUID, inStudy]) => ({
    StudyInstanceUID,
    ReferencedSeriesSequence: [...Map.groupBy(inStudy, ({ series }) => series)].map(
      ([SeriesInstanceUID, inSeries]) => ({
        SeriesInstanceUID,
        ReferencedSOPSequence: [
          ...new Map(inSeries.map((image) => [image.sopInstanceUid, image])).values(),
        ].map(({ sopClassUid, sopInstanceUid }) => ({
          ...{ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid },
        })),
      }),
    ),
  }));
}

const two = (value: number): string => String(value).padStart(2, '0');
const timeOf = (at: Date): string =>
  `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
