import { elementOf, type Tag, tagOf } from '../../dicom/index.ts';

/** The levels of the information model, from the outside in (PS3.4 C.6). */
export const levels = ['patient', 'study', 'series', 'instance'] as const;
export type Level = (typeof levels)[number];

/**
 * How a value is kept and compared. `name` has folded columns beside it; `sequence` is JSON.
 */
export type AttributeKind = 'text' | 'uid' | 'date' | 'time' | 'datetime' | 'integer' | 'name' | 'sequence';

/** An attribute that is read from data sets. Without `column` it lies in the JSON object `extra` of its level. */
export interface Attribute {
  readonly level: Level;
  readonly keyword: string;
  readonly tag: Tag;
  readonly vr: string;
  readonly kind: AttributeKind;
  readonly column: string | undefined;
  /** Columns beside it with what is compared without case and accents: of names, one for each component group. */
  readonly folds: readonly string[];
  /** Whether all values are kept, with backslashes between. */
  readonly multiple: boolean;
}

const kinds: Readonly<Record<string, AttributeKind>> = {
  ...{ UI: 'uid', DA: 'date', TM: 'time', DT: 'datetime', PN: 'name', SQ: 'sequence' },
  ...{ IS: 'integer', US: 'integer', UL: 'integer' },
};

function attribute(level: Level, keyword: string, column?: string): Attribute {
  const tag = tagOf(keyword);
  const entry = tag === undefined ? undefined : elementOf(tag);
  if (tag === undefined || !entry) throw new Error(`${keyword} is not in the data dictionary`);
  const kind = kinds[entry.vr.code] ?? 'text';
  const folds = column === undefined ? [] : foldsOf(keyword, kind, column);
  return { level, keyword, tag, vr: entry.vr.code, kind, column, folds, multiple: entry.vm !== '1' };
}

/** Text that people type as they remember it. */
const foldedText = new Set([
  'StudyDescription',
  'SeriesDescription',
  'ProtocolName',
  'StationName',
  'InstitutionName',
]);

/** Names of patients are searched by every component group, others by the first. */
function foldsOf(keyword: string, kind: AttributeKind, column: string): string[] {
  if (kind !== 'name' && !foldedText.has(keyword)) return [];
  const others = keyword === 'PatientName' ? ['patient_name_ideographic', 'patient_name_phonetic'] : [];
  return [`${column}_fold`, ...others];
}

const inColumns = (level: Level, columns: Readonly<Record<string, string>>): Attribute[] =>
  Object.entries(columns).map(([keyword, column]) => attribute(level, keyword, column));

const inExtra = (level: Level, keywords: string): Attribute[] =>
  keywords
    .trim()
    .split(/\s+/)
    .map((keyword) => attribute(level, keyword));

/**
 * Required, unique and optional keys of the query/retrieve models (PS3.4 C.6.1.1, C.6.2.1) and the attributes of
 * QIDO-RS (PS3.18 10.6.1.2.5). What people type has a column; the rest is found by looking at each row.
 */
export const attributes: readonly Attribute[] = [
  ...inColumns('patient', {
    PatientID: 'patient_id',
    IssuerOfPatientID: 'issuer_of_patient_id',
    PatientName: 'patient_name',
    PatientBirthDate: 'patient_birth_date',
    PatientBirthTime: 'patient_birth_time',
    PatientSex: 'patient_sex',
  }),
  ...inExtra(
    'patient',
    `ReferencedPatientSequence OtherPatientIDs OtherPatientIDsSequence OtherPatientNames EthnicGroup
    PatientComments IssuerOfPatientIDQualifiersSequence TypeOfPatientID PatientSpeciesDescription
    PatientBreedDescription ResponsiblePerson ResponsibleOrganization PatientIdentityRemoved`,
  ),
  ...inColumns('study', {
    StudyInstanceUID: 'study_instance_uid',
    StudyDate: 'study_date',
    StudyTime: 'study_time',
    AccessionNumber: 'accession_number',
    StudyID: 'study_id',
    StudyDescription: 'study_description',
    ReferringPhysicianName: 'referring_physician_name',
  }),
  ...inExtra(
    'study',
    `IssuerOfAccessionNumberSequence ProcedureCodeSequence NameOfPhysiciansReadingStudy PhysiciansOfRecord
    AdmittingDiagnosesDescription AdmittingDiagnosesCodeSequence ReferencedStudySequence PatientAge PatientSize
    PatientWeight Occupation AdditionalPatientHistory OtherStudyNumbers InterpretationAuthor RequestingService
    AdmissionID TimezoneOffsetFromUTC`,
  ),
  ...inColumns('series', {
    SeriesInstanceUID: 'series_instance_uid',
    Modality: 'modality',
    SeriesNumber: 'series_number',
    SeriesDescription: 'series_description',
    SeriesDate: 'series_date',
    SeriesTime: 'series_time',
    BodyPartExamined: 'body_part_examined',
    Laterality: 'laterality',
    ProtocolName: 'protocol_name',
    StationName: 'station_name',
    InstitutionName: 'institution_name',
    PerformedProcedureStepStartDate: 'performed_procedure_step_start_date',
    PerformedProcedureStepStartTime: 'performed_procedure_step_start_time',
    PerformingPhysicianName: 'performing_physician_name',
  }),
  ...inExtra(
    'series',
    `RequestAttributesSequence SeriesDescriptionCodeSequence PerformedProtocolCodeSequence
    ReferencedPerformedProcedureStepSequence PerformedProcedureStepID PerformedProcedureStepDescription
    FrameOfReferenceUID OperatorsName InstitutionalDepartmentName Manufacturer ManufacturerModelName
    DeviceSerialNumber SoftwareVersions PatientPosition AnatomicRegionSequence`,
  ),
  ...inColumns('instance', {
    SOPInstanceUID: 'sop_instance_uid',
    SOPClassUID: 'sop_class_uid',
    InstanceNumber: 'instance_number',
    Rows: 'rows',
    Columns: 'columns',
    BitsAllocated: 'bits_allocated',
    NumberOfFrames: 'number_of_frames',
    ContentDate: 'content_date',
    ContentTime: 'content_time',
  }),
  ...inExtra(
    'instance',
    `AlternateRepresentationSequence RelatedGeneralSOPClassUID ConceptNameCodeSequence ContentTemplateSequence
    ContainerIdentifier CompletionFlag VerificationFlag DocumentTitle ContentLabel ContentDescription
    ContentCreatorName PresentationCreationDate PresentationCreationTime ReferencedRequestSequence
    ObservationDateTime AcquisitionDateTime AcquisitionNumber ImageType SpecimenDescriptionSequence`,
  ),
];

/** The attributes of a level that lie in columns and those in its JSON object. */
export const columnAttributes = (level: Level): readonly (Attribute & { column: string })[] =>
  attributes.filter(
    (each): each is Attribute & { column: string } => each.level === level && each.column !== undefined,
  );
export const extraAttributes = (level: Level): readonly Attribute[] =>
  attributes.filter((each) => each.level === level && each.column === undefined);
