/**
 * The schema as a list of migrations. A released migration never changes; a new one is appended. `{id}`, `{text}`,
 * `{integer}`, `{real}` and `{clustered}` (rows lie in the primary key's index) stand for the words of the dialect. Text compares byte by byte on both engines.
 */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
  /** Columns that repeat others as `foldName` makes them; filled for the rows that are there after `statements`. */
  readonly folded?: readonly { readonly table: string; readonly from: string; readonly to: string }[];
}

const first: Migration = {
  version: 1,
  name: 'items, the four levels, what people say about them, events',
  statements: [
    `CREATE TABLE item (
      id {id},
      kind {text} NOT NULL,
      sha256 {text} NOT NULL,
      size {integer} NOT NULL,
      media_type {text} NOT NULL,
      collection {text},
      received_at {text} NOT NULL,
      via {text} NOT NULL,
      sender {text} NOT NULL,
      address {text} NOT NULL,
      receiver {text} NOT NULL,
      trashed_at {text},
      trashed_by {text},
      trash_id {text},
      trash_reason {text},
      kept_until {text}
    )`,
    `CREATE UNIQUE INDEX item_file ON item (sha256) WHERE kind = 'file'`,
    'CREATE INDEX item_trashed ON item (kept_until, id) WHERE trashed_at IS NOT NULL',
    `CREATE TABLE location (
      item_id {integer} NOT NULL,
      store {text} NOT NULL,
      key {text} NOT NULL,
      form {text} NOT NULL,
      head_length {integer} NOT NULL,
      verified_at {text},
      PRIMARY KEY (item_id, store)
    ) {clustered}`,
    `CREATE TABLE origin (
      id {id},
      item_id {integer} NOT NULL,
      received_at {text} NOT NULL,
      via {text} NOT NULL,
      sender {text} NOT NULL,
      address {text} NOT NULL,
      receiver {text} NOT NULL
    )`,
    'CREATE INDEX origin_item ON origin (item_id)',
    `CREATE TABLE patient (
      id {id},
      patient_key {text} NOT NULL,
      patient_id {text},
      issuer_of_patient_id {text},
      patient_name {text},
      patient_name_fold {text},
      patient_name_ideographic {text},
      patient_name_phonetic {text},
      patient_birth_date {text},
      patient_birth_time {text},
      patient_sex {text},
      extra {text},
      described_by {text} NOT NULL,
      study_count {integer} NOT NULL DEFAULT 0,
      series_count {integer} NOT NULL DEFAULT 0,
      instance_count {integer} NOT NULL DEFAULT 0
    )`,
    'CREATE UNIQUE INDEX patient_by_key ON patient (patient_key)',
    'CREATE INDEX patient_by_id ON patient (patient_id)',
    'CREATE INDEX patient_by_name ON patient (patient_name_fold)',
    'CREATE INDEX patient_by_ideographic ON patient (patient_name_ideographic) WHERE patient_name_ideographic IS NOT NULL',
    'CREATE INDEX patient_by_phonetic ON patient (patient_name_phonetic) WHERE patient_name_phonetic IS NOT NULL',
    'CREATE INDEX patient_by_birth_date ON patient (patient_birth_date)',
    `CREATE TABLE study (
      id {id},
      patient_row {integer} NOT NULL,
      study_instance_uid {text} NOT NULL,
      patient_key {text} NOT NULL,
      patient_id {text},
      issuer_of_patient_id {text},
      patient_name {text},
      patient_name_fold {text},
      patient_name_ideographic {text},
      patient_name_phonetic {text},
      patient_birth_date {text},
      patient_birth_time {text},
      patient_sex {text},
      patient_extra {text},
      study_date {text},
      study_time {text},
      accession_number {text},
      study_id {text},
      study_description {text},
      referring_physician_name {text},
      referring_physician_name_fold {text},
      extra {text},
      collection {text},
      series_count {integer} NOT NULL DEFAULT 0,
      instance_count {integer} NOT NULL DEFAULT 0,
      size {integer} NOT NULL DEFAULT 0,
      offline_count {integer} NOT NULL DEFAULT 0,
      modalities {text} NOT NULL DEFAULT '',
      sop_classes {text} NOT NULL DEFAULT '',
      described_by {text} NOT NULL,
      first_received_at {text} NOT NULL,
      last_received_at {text} NOT NULL,
      quiet_pending {integer} NOT NULL DEFAULT 1
    )`,
    'CREATE UNIQUE INDEX study_by_uid ON study (study_instance_uid)',
    'CREATE INDEX study_by_patient_row ON study (patient_row)',
    'CREATE INDEX study_by_patient_id ON study (patient_id)',
    'CREATE INDEX study_by_patient_name ON study (patient_name_fold)',
    'CREATE INDEX study_by_ideographic ON study (patient_name_ideographic) WHERE patient_name_ideographic IS NOT NULL',
    'CREATE INDEX study_by_phonetic ON study (patient_name_phonetic) WHERE patient_name_phonetic IS NOT NULL',
    'CREATE INDEX study_by_birth_date ON study (patient_birth_date)',
    'CREATE INDEX study_by_date ON study (study_date)',
    'CREATE INDEX study_by_accession ON study (accession_number) WHERE accession_number IS NOT NULL',
    'CREATE INDEX study_by_study_id ON study (study_id) WHERE study_id IS NOT NULL',
    'CREATE INDEX study_by_description ON study (study_description) WHERE study_description IS NOT NULL',
    'CREATE INDEX study_by_referring ON study (referring_physician_name_fold) WHERE referring_physician_name_fold IS NOT NULL',
    'CREATE INDEX study_by_collection ON study (collection) WHERE collection IS NOT NULL',
    // By id, not by time: the few that are not quiet yet are looked through, and arrivals need not touch the index.
    'CREATE INDEX study_quiet ON study (id) WHERE quiet_pending = 1',
    `CREATE TABLE study_modality (
      modality {text} NOT NULL,
      study_row {integer} NOT NULL,
      PRIMARY KEY (modality, study_row)
    ) {clustered}`,
    `CREATE TABLE name_key (
      name_key {text} NOT NULL,
      patient_row {integer} NOT NULL,
      PRIMARY KEY (name_key, patient_row)
    ) {clustered}`,
    'CREATE INDEX name_key_patient ON name_key (patient_row)',
    `CREATE TABLE scanner (
      id {id},
      manufacturer {text} NOT NULL,
      model {text} NOT NULL,
      serial {text} NOT NULL,
      software_versions {text} NOT NULL,
      station_name {text},
      first_seen_at {text} NOT NULL
    )`,
    'CREATE UNIQUE INDEX scanner_identity ON scanner (manufacturer, model, serial, software_versions)',
    `CREATE TABLE series (
      id {id},
      study_row {integer} NOT NULL,
      scanner_row {integer},
      series_instance_uid {text} NOT NULL,
      modality {text},
      series_number {integer},
      series_description {text},
      series_date {text},
      series_time {text},
      body_part_examined {text},
      laterality {text},
      protocol_name {text},
      station_name {text},
      institution_name {text},
      performed_procedure_step_start_date {text},
      performed_procedure_step_start_time {text},
      performing_physician_name {text},
      performing_physician_name_fold {text},
      extra {text},
      instance_count {integer} NOT NULL DEFAULT 0,
      size {integer} NOT NULL DEFAULT 0,
      offline_count {integer} NOT NULL DEFAULT 0,
      sop_classes {text} NOT NULL DEFAULT '',
      transfer_syntaxes {text} NOT NULL DEFAULT '',
      senders {text} NOT NULL DEFAULT '',
      described_by {text} NOT NULL,
      first_received_at {text} NOT NULL,
      last_received_at {text} NOT NULL,
      quiet_pending {integer} NOT NULL DEFAULT 1
    )`,
    'CREATE UNIQUE INDEX series_by_uid ON series (series_instance_uid, study_row)',
    'CREATE INDEX series_by_study ON series (study_row)',
    'CREATE INDEX series_by_scanner ON series (scanner_row) WHERE scanner_row IS NOT NULL',
    'CREATE INDEX series_by_modality ON series (modality)',
    'CREATE INDEX series_by_description ON series (series_description) WHERE series_description IS NOT NULL',
    'CREATE INDEX series_by_date ON series (series_date) WHERE series_date IS NOT NULL',
    'CREATE INDEX series_by_body_part ON series (body_part_examined) WHERE body_part_examined IS NOT NULL',
    'CREATE INDEX series_by_protocol ON series (protocol_name) WHERE protocol_name IS NOT NULL',
    'CREATE INDEX series_by_station ON series (station_name) WHERE station_name IS NOT NULL',
    'CREATE INDEX series_by_institution ON series (institution_name) WHERE institution_name IS NOT NULL',
    'CREATE INDEX series_by_step_date ON series (performed_procedure_step_start_date) WHERE performed_procedure_step_start_date IS NOT NULL',
    'CREATE INDEX series_by_performing ON series (performing_physician_name_fold) WHERE performing_physician_name_fold IS NOT NULL',
    'CREATE INDEX series_quiet ON series (id) WHERE quiet_pending = 1',
    `CREATE TABLE series_parameter (
      series_row {integer} NOT NULL,
      name {text} NOT NULL,
      number_value {real},
      text_value {text},
      PRIMARY KEY (series_row, name)
    ) {clustered}`,
    'CREATE INDEX series_parameter_number ON series_parameter (name, number_value) WHERE number_value IS NOT NULL',
    'CREATE INDEX series_parameter_text ON series_parameter (name, text_value) WHERE text_value IS NOT NULL',
    `CREATE TABLE instance (
      item_id {integer} NOT NULL PRIMARY KEY,
      series_row {integer} NOT NULL,
      sop_instance_uid {text} NOT NULL,
      sop_class_uid {text} NOT NULL,
      transfer_syntax_uid {text} NOT NULL,
      is_current {integer} NOT NULL,
      state {text} NOT NULL,
      revision_of {integer},
      instance_number {integer},
      instance_order {integer} NOT NULL,
      rows {integer},
      columns {integer},
      bits_allocated {integer},
      number_of_frames {integer},
      content_date {text},
      content_time {text},
      pixel_data_offset {integer},
      extra {text}
    )`,
    'CREATE UNIQUE INDEX instance_current ON instance (sop_instance_uid, series_row) WHERE is_current = 1',
    'CREATE INDEX instance_other ON instance (sop_instance_uid, series_row) WHERE is_current = 0',
    'CREATE INDEX instance_by_series ON instance (series_row, instance_order)',
    `CREATE TABLE conflict (
      id {id},
      item_id {integer} NOT NULL,
      current_item_id {integer} NOT NULL,
      raised_at {text} NOT NULL,
      resolved_at {text},
      resolved_by {text}
    )`,
    'CREATE UNIQUE INDEX conflict_item ON conflict (item_id)',
    'CREATE INDEX conflict_open ON conflict (id) WHERE resolved_at IS NULL',
    `CREATE TABLE derived_from (
      item_id {integer} NOT NULL,
      source_item_id {integer} NOT NULL,
      method {text} NOT NULL,
      method_version {text} NOT NULL,
      PRIMARY KEY (item_id, source_item_id, method)
    ) {clustered}`,
    'CREATE INDEX derived_from_source ON derived_from (source_item_id)',
    `CREATE TABLE person (
      uid {text} NOT NULL PRIMARY KEY,
      name {text} NOT NULL,
      created_at {text} NOT NULL
    )`,
    `CREATE TABLE person_patient (
      patient_key {text} NOT NULL PRIMARY KEY,
      person_uid {text} NOT NULL,
      merged_at {text} NOT NULL,
      merged_by {text} NOT NULL
    )`,
    'CREATE INDEX person_patient_person ON person_patient (person_uid)',
    `CREATE TABLE label (
      target {text} NOT NULL,
      target_uid {text} NOT NULL,
      name {text} NOT NULL,
      value {text} NOT NULL,
      labelled_at {text} NOT NULL,
      labelled_by {text} NOT NULL,
      PRIMARY KEY (target, target_uid, name)
    )`,
    'CREATE INDEX label_by_name ON label (name, value)',
    `CREATE TABLE expected_study (
      study_instance_uid {text} NOT NULL PRIMARY KEY,
      source {text} NOT NULL,
      series_count {integer},
      instance_count {integer},
      deadline {text},
      created_at {text} NOT NULL,
      completed_at {text}
    )`,
    'CREATE INDEX expected_study_deadline ON expected_study (deadline) WHERE completed_at IS NULL',
    `CREATE TABLE node (
      name {text} NOT NULL PRIMARY KEY,
      kind {text} NOT NULL,
      ae_title {text} NOT NULL,
      definition {text} NOT NULL,
      updated_at {text} NOT NULL
    )`,
    'CREATE INDEX node_by_ae_title ON node (ae_title)',
    `CREATE TABLE total (
      name {text} NOT NULL PRIMARY KEY,
      value {integer} NOT NULL
    )`,
    `INSERT INTO total (name, value)
      VALUES ('patients', 0), ('studies', 0), ('series', 0), ('instances', 0), ('files', 0), ('bytes', 0)`,
    `CREATE TABLE record_state (
      journal {text} NOT NULL PRIMARY KEY,
      sequence {integer} NOT NULL
    )`,
    `CREATE TABLE event (
      seq {id},
      at {text} NOT NULL,
      kind {text} NOT NULL,
      actor {text} NOT NULL,
      study_instance_uid {text},
      series_instance_uid {text},
      item_id {integer},
      data {text}
    )`,
  ],
};

/** Text that people type into searches, by the table that has it. */
const foldedText = {
  study: ['study_description'],
  series: ['series_description', 'protocol_name', 'station_name', 'institution_name'],
} as const;

const foldedColumns = Object.entries(foldedText).flatMap(([table, columns]) =>
  columns.map((from) => ({ table, from, to: `${from}_fold` })),
);

const searching: Migration = {
  version: 2,
  name: 'text without case and accents, newest studies first, patients by name',
  statements: [
    ...foldedColumns.map(({ table, to }) => `ALTER TABLE ${table} ADD COLUMN ${to} {text}`),
    // What matches exactly also matches folded, so one index serves both.
    ...['study_by_description', 'series_by_description', 'series_by_protocol', 'series_by_station'].map(
      (index) => `DROP INDEX ${index}`,
    ),
    'DROP INDEX series_by_institution',
    'CREATE INDEX study_by_description ON study (study_description_fold) WHERE study_description_fold IS NOT NULL',
    'CREATE INDEX series_by_description ON series (series_description_fold) WHERE series_description_fold IS NOT NULL',
    'CREATE INDEX series_by_protocol ON series (protocol_name_fold) WHERE protocol_name_fold IS NOT NULL',
    'CREATE INDEX series_by_station ON series (station_name_fold) WHERE station_name_fold IS NOT NULL',
    'CREATE INDEX series_by_institution ON series (institution_name_fold) WHERE institution_name_fold IS NOT NULL',
    // Lists in order begin anywhere in these; see query/order.ts. Expressions, because engines sort NULL differently.
    `CREATE INDEX study_in_time ON study (coalesce(study_date, ''), coalesce(study_time, ''), id)`,
    `CREATE INDEX patient_in_order ON patient (coalesce(patient_name_fold, ''), id)`,
  ],
  folded: foldedColumns,
};

const files: Migration = {
  version: 3,
  name: 'names of files, and what they belong to',
  statements: [
    `CREATE TABLE file (
      item_id {integer} NOT NULL PRIMARY KEY,
      name {text} NOT NULL
    )`,
    `CREATE TABLE attachment (
      item_id {integer} NOT NULL,
      target {text} NOT NULL,
      target_uid {text} NOT NULL,
      attached_at {text} NOT NULL,
      attached_by {text} NOT NULL,
      PRIMARY KEY (item_id, target, target_uid)
    ) {clustered}`,
    'CREATE INDEX attachment_target ON attachment (target, target_uid, item_id)',
    `CREATE INDEX item_file_by_id ON item (id) WHERE kind = 'file' AND trashed_at IS NULL`,
  ],
};

const jobs: Migration = {
  version: 4,
  name: 'jobs',
  statements: [
    `CREATE TABLE job (
      id {text} NOT NULL PRIMARY KEY,
      kind {text} NOT NULL,
      state {text} NOT NULL,
      owner {text} NOT NULL,
      subject {text} NOT NULL,
      input {text} NOT NULL,
      parent {text},
      created_at {text} NOT NULL,
      due_at {text},
      started_at {text},
      ended_at {text},
      lease {text},
      leased_until {text},
      attempts {integer} NOT NULL,
      cancelled {integer} NOT NULL,
      progress {text},
      checkpoint {text},
      result {text},
      failure {text}
    )`,
    'CREATE INDEX job_due ON job (kind, due_at) WHERE due_at IS NOT NULL',
    `CREATE INDEX job_leased ON job (leased_until) WHERE state = 'running'`,
    'CREATE INDEX job_parent ON job (parent) WHERE parent IS NOT NULL',
    'CREATE INDEX job_unfinished ON job (owner) WHERE ended_at IS NULL',
    'CREATE INDEX job_ended ON job (state, ended_at) WHERE ended_at IS NOT NULL',
    'CREATE INDEX job_newest ON job (created_at, id)',
  ],
};

const access: Migration = {
  version: 5,
  name: 'accounts, grants, tokens and shares',
  statements: [
    `CREATE TABLE access_entry (
      kind {text} NOT NULL,
      id {text} NOT NULL,
      definition {text} NOT NULL,
      updated_at {text} NOT NULL,
      PRIMARY KEY (kind, id)
    ) {clustered}`,
  ],
};

const collections: Migration = {
  version: 6,
  name: 'collections that people put studies into',
  statements: [
    `CREATE TABLE study_collection (
      study_instance_uid {text} NOT NULL PRIMARY KEY,
      collection {text}
    )`,
  ],
};

const losses: Migration = {
  version: 7,
  name: 'items whose bytes are lost',
  statements: [
    `CREATE TABLE loss (
      item_id {integer} NOT NULL PRIMARY KEY,
      problem {text} NOT NULL,
      key {text} NOT NULL,
      head_length {integer} NOT NULL,
      aside {text},
      lost_at {text} NOT NULL,
      accepted_at {text},
      accepted_by {text},
      accepted_reason {text}
    )`,
  ],
};

/** Only edits have one. */
const originDomains: Migration = {
  version: 8,
  name: 'whose patient ids edits have',
  statements: ['ALTER TABLE item ADD COLUMN domain {text}'],
};

const elsewhere: Migration = {
  version: 9,
  name: 'studies that are somewhere else, dates of files',
  statements: [
    `CREATE TABLE elsewhere_study (
      uid {text} NOT NULL PRIMARY KEY,
      patient_key {text} NOT NULL,
      date {text},
      modality {text},
      body_part {text} NOT NULL,
      place {text} NOT NULL,
      note {text} NOT NULL,
      photo {text},
      study_instance_uid {text},
      not_studies {text} NOT NULL,
      said_at {text} NOT NULL,
      said_by {text} NOT NULL
    )`,
    'CREATE INDEX elsewhere_study_patient ON elsewhere_study (patient_key)',
    'ALTER TABLE file ADD COLUMN date {text}',
  ],
};

const arrivals: Migration = {
  version: 10,
  name: 'studies in the order in which they came',
  statements: ['CREATE INDEX study_in_arrival ON study (first_received_at, id)'],
};

/** Of each pair the smaller key first. */
const different: Migration = {
  version: 11,
  name: 'people who look alike and are different',
  statements: [
    `CREATE TABLE different_people (
      patient_key {text} NOT NULL,
      other_key {text} NOT NULL,
      said_at {text} NOT NULL,
      said_by {text} NOT NULL,
      PRIMARY KEY (patient_key, other_key)
    )`,
  ],
};

/** `path_key` is what file systems without case take for equal. */
const trees: Migration = {
  version: 12,
  name: 'files of trees',
  statements: [
    `CREATE TABLE tree_file (
      tree {text} NOT NULL,
      path_key {text} NOT NULL,
      path {text} NOT NULL,
      wanted {text} NOT NULL,
      study_instance_uid {text} NOT NULL,
      series_instance_uid {text} NOT NULL,
      sop_instance_uid {text} NOT NULL,
      sha256 {text} NOT NULL,
      size {integer} NOT NULL,
      mark {text} NOT NULL,
      gone_at {text},
      PRIMARY KEY (tree, path_key)
    )`,
    'CREATE INDEX tree_file_study ON tree_file (tree, study_instance_uid)',
    'CREATE INDEX tree_file_gone ON tree_file (tree, gone_at) WHERE gone_at IS NOT NULL',
    `CREATE TABLE tree_state (
      tree {text} NOT NULL PRIMARY KEY,
      folder_mark {text} NOT NULL,
      cursor {integer} NOT NULL,
      definition {text} NOT NULL
    )`,
  ],
};

/** `content` is a digest of what was worked on; `occasion` tells apart what may be done twice with the same content. */
const rules: Migration = {
  version: 13,
  name: 'runs of rules',
  statements: [
    `CREATE TABLE rule_run (
      id {text} NOT NULL PRIMARY KEY,
      rule {text} NOT NULL,
      definition {text} NOT NULL,
      content {text} NOT NULL,
      occasion {text} NOT NULL,
      trigger_kind {text} NOT NULL,
      owner {text} NOT NULL,
      study_instance_uid {text} NOT NULL,
      subject {text} NOT NULL,
      matched {text} NOT NULL,
      state {text} NOT NULL,
      steps {text} NOT NULL,
      problem {text},
      created_at {text} NOT NULL,
      ended_at {text}
    )`,
    'CREATE UNIQUE INDEX rule_run_once ON rule_run (rule, definition, study_instance_uid, content, occasion)',
    'CREATE INDEX rule_run_study ON rule_run (study_instance_uid, created_at)',
    'CREATE INDEX rule_run_created ON rule_run (created_at)',
    `CREATE INDEX rule_run_new ON rule_run (created_at) WHERE state = 'new'`,
    'CREATE TABLE rule_cursor (cursor {integer} NOT NULL)',
  ],
};

const schedules: Migration = {
  version: 14,
  name: 'runs of schedules',
  statements: [
    `CREATE TABLE scheduled_run (
      schedule {text} NOT NULL,
      planned_at {text} NOT NULL,
      day {text} NOT NULL,
      keys {text} NOT NULL,
      state {text} NOT NULL,
      job {text},
      attempts {integer} NOT NULL,
      began_at {text},
      ended_at {text},
      reason {text},
      studies {text} NOT NULL,
      PRIMARY KEY (schedule, planned_at)
    )`,
    "CREATE INDEX scheduled_run_unfinished ON scheduled_run (schedule, state) WHERE state IN ('waiting', 'running')",
    `CREATE TABLE schedule_cursor (
      schedule {text} NOT NULL PRIMARY KEY,
      planned_until {text} NOT NULL
    )`,
  ],
};

const inboxes: Migration = {
  version: 15,
  name: 'inboxes',
  statements: [
    `CREATE TABLE inbox_file (
      inbox {text} NOT NULL,
      path {text} NOT NULL,
      mark {text} NOT NULL,
      state {text} NOT NULL,
      reason {text},
      noted_at {text} NOT NULL,
      PRIMARY KEY (inbox, path)
    )`,
    `CREATE TABLE inbox_state (
      inbox {text} NOT NULL PRIMARY KEY,
      taken {integer} NOT NULL,
      last_taken_at {text} NOT NULL
    )`,
  ],
};

const retention: Migration = {
  version: 16,
  name: 'reports of retention',
  statements: [
    `CREATE TABLE retention_report (
      retention {text} NOT NULL PRIMARY KEY,
      report {text} NOT NULL
    )`,
  ],
};

/** `source` is a digest of what a series was converted from, and how. */
const volumesOfTrees: Migration = {
  version: 17,
  name: 'volumes of trees',
  statements: [
    `CREATE TABLE tree_volume (
      tree {text} NOT NULL,
      series_instance_uid {text} NOT NULL,
      study_instance_uid {text} NOT NULL,
      source {text} NOT NULL,
      engine {text} NOT NULL,
      files {integer} NOT NULL,
      failure {text},
      PRIMARY KEY (tree, series_instance_uid)
    )`,
    'CREATE INDEX tree_volume_study ON tree_volume (tree, study_instance_uid)',
  ],
};

/** File systems that folders outside of the archive were on when they were written to. */
const knownMounts: Migration = {
  version: 18,
  name: 'file systems that are written to',
  statements: [
    `CREATE TABLE known_mount (
      point {text} NOT NULL PRIMARY KEY,
      kind {text} NOT NULL
    )`,
  ],
};

/** Jobs of one sequence run one after the other. */
const sequences: Migration = {
  version: 19,
  name: 'sequences of jobs',
  statements: [
    'ALTER TABLE job ADD COLUMN sequence {text}',
    'CREATE INDEX job_sequence ON job (sequence, created_at, id) WHERE sequence IS NOT NULL AND ended_at IS NULL',
  ],
};

/** `since` is of one row: when it began to be noted, which is as long as a study counts as seen of which nothing is noted. */
const studyViews: Migration = {
  version: 20,
  name: 'when studies were last looked at',
  statements: [
    `CREATE TABLE study_view (
      study_instance_uid {text} NOT NULL PRIMARY KEY,
      viewed_on {text} NOT NULL
    )`,
    'CREATE TABLE study_view_record (since {text} NOT NULL)',
  ],
};

/** `series` is JSON; `images` is absent where the node could not be asked; `were_here`: images of it when that was looked at. */
const leftBehind: Migration = {
  version: 21,
  name: 'studies that schedules left behind at nodes',
  statements: [
    `CREATE TABLE left_behind (
      node {text} NOT NULL,
      study_instance_uid {text} NOT NULL,
      schedule {text} NOT NULL,
      study_date {text},
      first_seen_on {text} NOT NULL,
      seen_on {text} NOT NULL,
      images {integer},
      were_here {integer} NOT NULL,
      series {text} NOT NULL,
      reason {text} NOT NULL,
      PRIMARY KEY (node, study_instance_uid)
    )`,
  ],
};

/** Each that waits is there once; `content` is a digest of its studies. */
const fetchRequests: Migration = {
  version: 22,
  name: 'requests to fetch from nodes',
  statements: [
    `CREATE TABLE fetch_request (
      id {text} NOT NULL PRIMARY KEY,
      node {text} NOT NULL,
      studies {text} NOT NULL,
      content {text} NOT NULL,
      asker {text} NOT NULL,
      subject {text} NOT NULL,
      asked_at {text} NOT NULL,
      reason {text} NOT NULL,
      state {text} NOT NULL,
      decided_by {text},
      decided_at {text},
      answer {text} NOT NULL,
      has_job {integer} NOT NULL
    )`,
    "CREATE UNIQUE INDEX fetch_request_waiting ON fetch_request (asker, node, content) WHERE state = 'waiting'",
    'CREATE INDEX fetch_request_state ON fetch_request (state, asked_at)',
    'CREATE INDEX fetch_request_asker ON fetch_request (asker, asked_at)',
  ],
};

/** What was missing of a study when somebody wanted to be told no more of it. */
const silenced: Migration = {
  version: 23,
  name: 'studies left behind of which no more is told',
  statements: ['ALTER TABLE left_behind ADD COLUMN silenced {text}'],
};

/** What was told of schedules, each until it is over; and what is on its way, the input of a job of the same id as JSON. */
const notices: Migration = {
  version: 24,
  name: 'what is told of schedules',
  statements: [
    `CREATE TABLE schedule_told (
      schedule {text} NOT NULL,
      alarm {text} NOT NULL,
      says {text} NOT NULL,
      told_at {text} NOT NULL,
      PRIMARY KEY (schedule, alarm)
    )`,
    `CREATE TABLE schedule_notice (
      id {text} NOT NULL PRIMARY KEY,
      schedule {text} NOT NULL,
      input {text} NOT NULL,
      made_at {text} NOT NULL
    )`,
  ],
};

/** 1: who asked has not seen yet what became of it. */
const unseen: Migration = {
  version: 25,
  name: 'what became of requests to fetch and is not seen yet',
  statements: ['ALTER TABLE fetch_request ADD COLUMN unseen {integer}'],
};

export const migrations: readonly Migration[] = [
  first,
  searching,
  files,
  jobs,
  access,
  collections,
  losses,
  originDomains,
  elsewhere,
  arrivals,
  different,
  trees,
  rules,
  schedules,
  inboxes,
  retention,
  volumesOfTrees,
  knownMounts,
  sequences,
  studyViews,
  leftBehind,
  fetchRequests,
  silenced,
  notices,
  unseen,
];
