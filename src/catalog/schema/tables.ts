import type { Generated } from 'kysely';

/** The tables as the query builder sees them; migrations.ts has the truth, schema.test.ts compares. */
export interface ItemTable {
  id: Generated<number>;
  kind: string;
  sha256: string;
  size: number;
  media_type: string;
  collection: string | null;
  received_at: string;
  via: string;
  sender: string;
  address: string;
  receiver: string;
  trashed_at: string | null;
  trashed_by: string | null;
  trash_id: string | null;
  trash_reason: string | null;
  kept_until: string | null;
  domain: string | null;
}

export interface FileTable {
  item_id: number;
  name: string;
  date: string | null;
}

/** What a file belongs to. */
export interface AttachmentTable {
  item_id: number;
  target: string;
  target_uid: string;
  attached_at: string;
  attached_by: string;
}

export interface LocationTable {
  item_id: number;
  store: string;
  key: string;
  form: string;
  head_length: number;
  verified_at: string | null;
}

/** Items whose bytes are nowhere. */
export interface LossTable {
  item_id: number;
  problem: string;
  key: string;
  head_length: number;
  aside: string | null;
  lost_at: string;
  accepted_at: string | null;
  accepted_by: string | null;
  accepted_reason: string | null;
}

export interface OriginTable {
  id: Generated<number>;
  item_id: number;
  received_at: string;
  via: string;
  sender: string;
  address: string;
  receiver: string;
}

export interface PatientTable {
  id: Generated<number>;
  patient_key: string;
  patient_id: string | null;
  issuer_of_patient_id: string | null;
  patient_name: string | null;
  patient_name_fold: string | null;
  patient_name_ideographic: string | null;
  patient_name_phonetic: string | null;
  patient_birth_date: string | null;
  patient_birth_time: string | null;
  patient_sex: string | null;
  extra: string | null;
  described_by: string;
  study_count: Generated<number>;
  series_count: Generated<number>;
  instance_count: Generated<number>;
}

export interface StudyTable {
  id: Generated<number>;
  patient_row: number;
  study_instance_uid: string;
  patient_key: string;
  patient_id: string | null;
  issuer_of_patient_id: string | null;
  patient_name: string | null;
  patient_name_fold: string | null;
  patient_name_ideographic: string | null;
  patient_name_phonetic: string | null;
  patient_birth_date: string | null;
  patient_birth_time: string | null;
  patient_sex: string | null;
  patient_extra: string | null;
  study_date: string | null;
  study_time: string | null;
  accession_number: string | null;
  study_id: string | null;
  study_description: string | null;
  referring_physician_name: string | null;
  referring_physician_name_fold: string | null;
  extra: string | null;
  collection: string | null;
  series_count: Generated<number>;
  instance_count: Generated<number>;
  size: Generated<number>;
  offline_count: Generated<number>;
  modalities: Generated<string>;
  sop_classes: Generated<string>;
  described_by: string;
  first_received_at: string;
  last_received_at: string;
  quiet_pending: Generated<number>;
  study_description_fold: string | null;
}

export interface StudyModalityTable {
  modality: string;
  study_row: number;
}

export interface NameKeyTable {
  name_key: string;
  patient_row: number;
}

export interface ScannerTable {
  id: Generated<number>;
  manufacturer: string;
  model: string;
  serial: string;
  software_versions: string;
  station_name: string | null;
  first_seen_at: string;
}

export interface SeriesTable {
  id: Generated<number>;
  study_row: number;
  scanner_row: number | null;
  series_instance_uid: string;
  modality: string | null;
  series_number: number | null;
  series_description: string | null;
  series_date: string | null;
  series_time: string | null;
  body_part_examined: string | null;
  laterality: string | null;
  protocol_name: string | null;
  station_name: string | null;
  institution_name: string | null;
  performed_procedure_step_start_date: string | null;
  performed_procedure_step_start_time: string | null;
  performing_physician_name: string | null;
  performing_physician_name_fold: string | null;
  extra: string | null;
  instance_count: Generated<number>;
  size: Generated<number>;
  offline_count: Generated<number>;
  sop_classes: Generated<string>;
  transfer_syntaxes: Generated<string>;
  senders: Generated<string>;
  described_by: string;
  first_received_at: string;
  last_received_at: string;
  quiet_pending: Generated<number>;
  series_description_fold: string | null;
  protocol_name_fold: string | null;
  station_name_fold: string | null;
  institution_name_fold: string | null;
}

export interface SeriesParameterTable {
  series_row: number;
  name: string;
  number_value: number | null;
  text_value: string | null;
}

export interface InstanceTable {
  item_id: number;
  series_row: number;
  sop_instance_uid: string;
  sop_class_uid: string;
  transfer_syntax_uid: string;
  is_current: number;
  state: string;
  revision_of: number | null;
  instance_number: number | null;
  instance_order: number;
  rows: number | null;
  columns: number | null;
  bits_allocated: number | null;
  number_of_frames: number | null;
  content_date: string | null;
  content_time: string | null;
  pixel_data_offset: number | null;
  extra: string | null;
}

export interface ConflictTable {
  id: Generated<number>;
  item_id: number;
  current_item_id: number;
  raised_at: string;
  resolved_at: string | null;
  resolved_by: string | null;
}

export interface DerivedFromTable {
  item_id: number;
  source_item_id: number;
  method: string;
  method_version: string;
}

export interface PersonTable {
  uid: string;
  name: string;
  created_at: string;
}

export interface PersonPatientTable {
  patient_key: string;
  person_uid: string;
  merged_at: string;
  merged_by: string;
}

export interface DifferentPeopleTable {
  patient_key: string;
  other_key: string;
  said_at: string;
  said_by: string;
}

export interface LabelTable {
  target: string;
  target_uid: string;
  name: string;
  value: string;
  labelled_at: string;
  labelled_by: string;
}

export interface ExpectedStudyTable {
  study_instance_uid: string;
  source: string;
  series_count: number | null;
  instance_count: number | null;
  deadline: string | null;
  created_at: string;
  completed_at: string | null;
}

export interface ElsewhereStudyTable {
  uid: string;
  patient_key: string;
  date: string | null;
  modality: string | null;
  body_part: string;
  place: string;
  note: string;
  photo: string | null;
  study_instance_uid: string | null;
  not_studies: string;
  said_at: string;
  said_by: string;
}

export interface NodeTable {
  name: string;
  kind: string;
  ae_title: string;
  definition: string;
  updated_at: string;
}

/** The collections that studies were put into, also studies that are still to come. */
export interface StudyCollectionTable {
  study_instance_uid: string;
  collection: string | null;
}

/** Accounts, grants, tokens and shares, as access/ defines them. */
export interface AccessEntryTable {
  kind: string;
  id: string;
  definition: string;
  updated_at: string;
}

export interface TotalTable {
  name: string;
  value: number;
}

export interface RecordStateTable {
  journal: string;
  sequence: number;
}

export interface EventTable {
  seq: Generated<number>;
  at: string;
  kind: string;
  actor: string;
  study_instance_uid: string | null;
  series_instance_uid: string | null;
  item_id: number | null;
  data: string | null;
}

export interface JobTable {
  id: string;
  kind: string;
  state: string;
  owner: string;
  subject: string;
  input: string;
  parent: string | null;
  created_at: string;
  due_at: string | null;
  started_at: string | null;
  ended_at: string | null;
  lease: string | null;
  leased_until: string | null;
  attempts: number;
  cancelled: number;
  progress: string | null;
  checkpoint: string | null;
  result: string | null;
  failure: string | null;
  sequence: string | null;
}

export interface TreeFileTable {
  tree: string;
  path_key: string;
  path: string;
  wanted: string;
  study_instance_uid: string;
  series_instance_uid: string;
  sop_instance_uid: string;
  sha256: string;
  size: number;
  mark: string;
  gone_at: string | null;
}

export interface TreeVolumeTable {
  tree: string;
  series_instance_uid: string;
  study_instance_uid: string;
  source: string;
  engine: string;
  files: number;
  failure: string | null;
}

export interface KnownMountTable {
  point: string;
  kind: string;
}

export interface TreeStateTable {
  tree: string;
  folder_mark: string;
  cursor: number;
  definition: string;
}

export interface RuleRunTable {
  id: string;
  rule: string;
  definition: string;
  content: string;
  occasion: string;
  trigger_kind: string;
  owner: string;
  study_instance_uid: string;
  subject: string;
  matched: string;
  state: string;
  steps: string;
  problem: string | null;
  created_at: string;
  ended_at: string | null;
}

export interface RuleCursorTable {
  cursor: number;
}

export interface ScheduledRunTable {
  schedule: string;
  planned_at: string;
  day: string;
  keys: string;
  state: string;
  job: string | null;
  attempts: number;
  began_at: string | null;
  ended_at: string | null;
  reason: string | null;
  studies: string;
}

interface ScheduleToldTable {
  schedule: string;
  alarm: string;
  says: string;
  told_at: string;
}

interface ScheduleNoticeTable {
  id: string;
  schedule: string;
  input: string;
  made_at: string;
}

export interface LeftBehindTable {
  node: string;
  study_instance_uid: string;
  schedule: string;
  study_date: string | null;
  first_seen_on: string;
  seen_on: string;
  images: number | null;
  were_here: number;
  series: string;
  reason: string;
  silenced: string | null;
}

export interface InboxFileTable {
  inbox: string;
  path: string;
  mark: string;
  state: string;
  reason: string | null;
  noted_at: string;
}

export interface RetentionReportTable {
  retention: string;
  report: string;
}

export interface StudyViewTable {
  study_instance_uid: string;
  viewed_on: string;
}

export interface StudyViewRecordTable {
  since: string;
}

export interface InboxStateTable {
  inbox: string;
  taken: number;
  last_taken_at: string;
}

export interface ScheduleCursorTable {
  schedule: string;
  planned_until: string;
}

export interface FetchRequestTable {
  id: string;
  node: string;
  studies: string;
  content: string;
  asker: string;
  subject: string;
  asked_at: string;
  reason: string;
  state: string;
  decided_by: string | null;
  decided_at: string | null;
  answer: string;
  has_job: number;
  unseen: number | null;
}

export interface Database {
  item: ItemTable;
  file: FileTable;
  attachment: AttachmentTable;
  location: LocationTable;
  loss: LossTable;
  origin: OriginTable;
  patient: PatientTable;
  study: StudyTable;
  study_modality: StudyModalityTable;
  name_key: NameKeyTable;
  scanner: ScannerTable;
  series: SeriesTable;
  series_parameter: SeriesParameterTable;
  instance: InstanceTable;
  conflict: ConflictTable;
  derived_from: DerivedFromTable;
  person: PersonTable;
  person_patient: PersonPatientTable;
  different_people: DifferentPeopleTable;
  label: LabelTable;
  expected_study: ExpectedStudyTable;
  elsewhere_study: ElsewhereStudyTable;
  node: NodeTable;
  access_entry: AccessEntryTable;
  study_collection: StudyCollectionTable;
  total: TotalTable;
  record_state: RecordStateTable;
  event: EventTable;
  job: JobTable;
  tree_file: TreeFileTable;
  tree_volume: TreeVolumeTable;
  tree_state: TreeStateTable;
  known_mount: KnownMountTable;
  rule_run: RuleRunTable;
  rule_cursor: RuleCursorTable;
  scheduled_run: ScheduledRunTable;
  schedule_cursor: ScheduleCursorTable;
  left_behind: LeftBehindTable;
  schedule_told: ScheduleToldTable;
  schedule_notice: ScheduleNoticeTable;
  inbox_file: InboxFileTable;
  inbox_state: InboxStateTable;
  retention_report: RetentionReportTable;
  study_view: StudyViewTable;
  study_view_record: StudyViewRecordTable;
  fetch_request: FetchRequestTable;
}
