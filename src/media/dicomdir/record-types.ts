import { type Dataset, tags } from '../../dicom/index.ts';

/** What a directory record of a type copies from an instance (PS3.3 F.5). */
export interface RecordType {
  readonly name: string;
  /** Keywords of the data dictionary. */
  readonly keys: readonly string[];
}

const content = ['ContentDate', 'ContentTime'];
const titled = ['ConceptNameCodeSequence'];
const identified = ['ContentLabel', 'ContentDescription', 'ContentCreatorName'];
const pixels = ['ImageType', 'NumberOfFrames', 'Rows', 'Columns'];

const type = (name: string, ...keys: readonly (string | readonly string[])[]): RecordType => ({
  name,
  keys: ['InstanceNumber', ...keys.flat()],
});

export const patientRecord: RecordType = {
  name: 'PATIENT',
  keys: ['PatientName', 'PatientID', 'IssuerOfPatientID', 'PatientBirthDate', 'PatientSex'],
};

export const studyRecord: RecordType = {
  name: 'STUDY',
  keys: [
    ...['StudyDate', 'StudyTime', 'StudyDescription', 'StudyInstanceUID'],
    ...['StudyID', 'AccessionNumber'],
  ],
};

export const seriesRecord: RecordType = {
  name: 'SERIES',
  keys: [
    ...['Modality', 'SeriesInstanceUID', 'SeriesNumber', 'SeriesDescription'],
    ...['InstitutionName', 'PerformingPhysicianName'],
  ],
};

const image = type('IMAGE', pixels);
const rawData = type('RAW DATA', content);
const presentation = type(
  'PRESENTATION',
  ['PresentationCreationDate', 'PresentationCreationTime', ...identified],
  ['ReferencedSeriesSequence', 'BlendingSequence'],
);
const structuredReport = type(
  'SR DOCUMENT',
  ['CompletionFlag', 'VerificationFlag', 'VerificationDateTime'],
  content,
  titled,
);
const encapsulated = type('ENCAP DOC', content, titled, ['DocumentTitle', 'MIMETypeOfEncapsulatedDocument']);
const rtPlan = type('RT PLAN', ['RTPlanLabel', 'RTPlanDate', 'RTPlanTime']);
const treatment = type('RT TREAT RECORD', ['TreatmentDate', 'TreatmentTime']);
const registration = type('REGISTRATION', content, identified);
const radiotherapy = type('RADIOTHERAPY', content, ['UserContentLabel', 'UserContentLongLabel']);

/** SOP classes by the part of their UID after 1.2.840.10008.5.1.4.; the longest match counts. */
const bySopClass: Readonly<Record<string, RecordType>> = {
  '1.1': image,
  '1.1.4.2': type('SPECTROSCOPY', content, pixels, ['DataPointRows', 'DataPointColumns']),
  '1.1.9': type('WAVEFORM', content),
  '1.1.11': presentation,
  '1.1.66': rawData,
  '1.1.66.1': registration,
  '1.1.66.2': type('FIDUCIAL', content, identified),
  '1.1.66.3': registration,
  '1.1.66.4': image,
  '1.1.66.5': type('SURFACE', content, identified),
  '1.1.66.6': type('TRACT', content, identified),
  '1.1.66.7': image,
  '1.1.66.8': image,
  '1.1.67': type('VALUE MAP', content, identified),
  '1.1.68': type('SURFACE SCAN', content),
  '1.1.77.1.5.3': type('STEREOMETRIC'),
  '1.1.78': type('MEASUREMENT', content),
  '1.1.79': structuredReport,
  '1.1.80': type('MEASUREMENT', content),
  '1.1.88': structuredReport,
  '1.1.88.59': type('KEY OBJECT DOC', content, titled),
  '1.1.90': type('ASSESSMENT', ['InstanceCreationDate', 'InstanceCreationTime']),
  '1.1.91': type('ANNOTATION', content, identified),
  '1.1.104': encapsulated,
  '1.1.481.2': type('RT DOSE', ['DoseSummationType']),
  '1.1.481.3': type('RT STRUCTURE SET', ['StructureSetLabel', 'StructureSetDate', 'StructureSetTime']),
  '1.1.481.4': treatment,
  '1.1.481.5': rtPlan,
  '1.1.481.6': treatment,
  '1.1.481.7': treatment,
  '1.1.481.8': rtPlan,
  '1.1.481.9': treatment,
  ...Object.fromEntries(
    [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 25].map((n) => [`1.1.481.${n}`, radiotherapy]),
  ),
  '34': type('PLAN', content),
};

/** Every record type that is written. */
export function allRecordTypes(): readonly RecordType[] {
  return [patientRecord, studyRecord, seriesRecord, ...Object.values(bySopClass)];
}

const STANDARD = '1.2.840.10008.5.1.4.';

/** The record type of an instance. Private and unknown SOP classes: IMAGE when there are pixels, else RAW DATA. */
export function recordTypeOf(dataset: Dataset): RecordType {
  const sopClass = dataset.string(tags.SOPClassUID) ?? '';
  const parts = sopClass.startsWith(STANDARD) ? sopClass.slice(STANDARD.length).split('.') : [];
  for (let length = parts.length; length > 0; length--) {
    const found = bySopClass[parts.slice(0, length).join('.')];
    if (found !== undefined) return found;
  }
  return dataset.has(tags.Rows) ? image : rawData;
}
