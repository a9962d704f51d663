CREATE TABLE access_entry (
      kind TEXT NOT NULL,
      id TEXT NOT NULL,
      definition TEXT NOT NULL,
      updated_at TEXT NOT NULL,
      PRIMARY KEY (kind, id)
    ) WITHOUT ROWID;

CREATE TABLE attachment (
      item_id INTEGER NOT NULL,
      target TEXT NOT NULL,
      target_uid TEXT NOT NULL,
      attached_at TEXT NOT NULL,
      attached_by TEXT NOT NULL,
      PRIMARY KEY (item_id, target, target_uid)
    ) WITHOUT ROWID;

CREATE TABLE conflict (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      item_id INTEGER NOT NULL,
      current_item_id INTEGER NOT NULL,
      raised_at TEXT NOT NULL,
      resolved_at TEXT,
      resolved_by TEXT
    );

CREATE TABLE derived_from (
      item_id INTEGER NOT NULL,
      source_item_id INTEGER NOT NULL,
      method TEXT NOT NULL,
      method_version TEXT NOT NULL,
      PRIMARY KEY (item_id, source_item_id, method)
    ) WITHOUT ROWID;

CREATE TABLE different_people (
      patient_key TEXT NOT NULL,
      other_key TEXT NOT NULL,
      said_at TEXT NOT NULL,
      said_by TEXT NOT NULL,
      PRIMARY KEY (patient_key, other_key)
    );

CREATE TABLE elsewhere_study (
      uid TEXT NOT NULL PRIMARY KEY,
      patient_key TEXT NOT NULL,
      date TEXT,
      modality TEXT,
      body_part TEXT NOT NULL,
      place TEXT NOT NULL,
      note TEXT NOT NULL,
      photo TEXT,
      study_instance_uid TEXT,
      not_studies TEXT NOT NULL,
      said_at TEXT NOT NULL,
      said_by TEXT NOT NULL
    );

CREATE TABLE event (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      at TEXT NOT NULL,
      kind TEXT NOT NULL,
      actor TEXT NOT NULL,
      study_instance_uid TEXT,
      series_instance_uid TEXT,
      item_id INTEGER,
      data TEXT
    );

CREATE TABLE expected_study (
      study_instance_uid TEXT NOT NULL PRIMARY KEY,
      source TEXT NOT NULL,
      series_count INTEGER,
      instance_count INTEGER,
      deadline TEXT,
      created_at TEXT NOT NULL,
      completed_at TEXT
    );

CREATE TABLE fetch_request (
      id TEXT NOT NULL PRIMARY KEY,
      node TEXT NOT NULL,
      studies TEXT NOT NULL,
      content TEXT NOT NULL,
      asker TEXT NOT NULL,
      subject TEXT NOT NULL,
      asked_at TEXT NOT NULL,
      reason TEXT NOT NULL,
      state TEXT NOT NULL,
      decided_by TEXT,
      decided_at TEXT,
      answer TEXT NOT NULL,
      has_job INTEGER NOT NULL
    , unseen INTEGER);

CREATE TABLE file (
      item_id INTEGER NOT NULL PRIMARY KEY,
      name TEXT NOT NULL
    , date TEXT);

CREATE TABLE inbox_file (
      inbox TEXT NOT NULL,
      path TEXT NOT NULL,
      mark TEXT NOT NULL,
      state TEXT NOT NULL,
      reason TEXT,
      noted_at TEXT NOT NULL,
      PRIMARY KEY (inbox, path)
    );

CREATE TABLE inbox_state (
      inbox TEXT NOT NULL PRIMARY KEY,
      taken INTEGER NOT NULL,
      last_taken_at TEXT NOT NULL
    );

CREATE TABLE instance (
      item_id INTEGER NOT NULL PRIMARY KEY,
      series_row INTEGER NOT NULL,
      sop_instance_uid TEXT NOT NULL,
      sop_class_uid TEXT NOT NULL,
      transfer_syntax_uid TEXT NOT NULL,
      is_current INTEGER NOT NULL,
      state TEXT NOT NULL,
      revision_of INTEGER,
      instance_number INTEGER,
      instance_order INTEGER NOT NULL,
      rows INTEGER,
      columns INTEGER,
      bits_allocated INTEGER,
      number_of_frames INTEGER,
      content_date TEXT,
      content_time TEXT,
      pixel_data_offset INTEGER,
      extra TEXT
    );

CREATE TABLE item (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      size INTEGER NOT NULL,
      media_type TEXT NOT NULL,
      collection TEXT,
      received_at TEXT NOT NULL,
      via TEXT NOT NULL,
      sender TEXT NOT NULL,
      address TEXT NOT NULL,
      receiver TEXT NOT NULL,
      trashed_at TEXT,
      trashed_by TEXT,
      trash_id TEXT,
      trash_reason TEXT,
      kept_until TEXT
    , domain TEXT);

CREATE TABLE job (
      id TEXT NOT NULL PRIMARY KEY,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      owner TEXT NOT NULL,
      subject TEXT NOT NULL,
      input TEXT NOT NULL,
      parent TEXT,
      created_at TEXT NOT NULL,
      due_at TEXT,
      started_at TEXT,
      ended_at TEXT,
      lease TEXT,
      leased_until TEXT,
      attempts INTEGER NOT NULL,
      cancelled INTEGER NOT NULL,
      progress TEXT,
      checkpoint TEXT,
      result TEXT,
      failure TEXT
    , sequence TEXT);

CREATE TABLE known_mount (
      point TEXT NOT NULL PRIMARY KEY,
      kind TEXT NOT NULL
    );

CREATE TABLE label (
      target TEXT NOT NULL,
      target_uid TEXT NOT NULL,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      labelled_at TEXT NOT NULL,
      labelled_by TEXT NOT NULL,
      PRIMARY KEY (target, target_uid, name)
    );

CREATE TABLE left_behind (
      node TEXT NOT NULL,
      study_instance_uid TEXT NOT NULL,
      schedule TEXT NOT NULL,
      study_date TEXT,
      first_seen_on TEXT NOT NULL,
      seen_on TEXT NOT NULL,
      images INTEGER,
      were_here INTEGER NOT NULL,
      series TEXT NOT NULL,
      reason TEXT NOT NULL, silenced TEXT,
      PRIMARY KEY (node, study_instance_uid)
    );

CREATE TABLE location (
      item_id INTEGER NOT NULL,
      store TEXT NOT NULL,
      key TEXT NOT NULL,
      form TEXT NOT NULL,
      head_length INTEGER NOT NULL,
      verified_at TEXT,
      PRIMARY KEY (item_id, store)
    ) WITHOUT ROWID;

CREATE TABLE loss (
      item_id INTEGER NOT NULL PRIMARY KEY,
      problem TEXT NOT NULL,
      key TEXT NOT NULL,
      head_length INTEGER NOT NULL,
      aside TEXT,
      lost_at TEXT NOT NULL,
      accepted_at TEXT,
      accepted_by TEXT,
      accepted_reason TEXT
    );

CREATE TABLE name_key (
      name_key TEXT NOT NULL,
      patient_row INTEGER NOT NULL,
      PRIMARY KEY (name_key, patient_row)
    ) WITHOUT ROWID;

CREATE TABLE node (
      name TEXT NOT NULL PRIMARY KEY,
      kind TEXT NOT NULL,
      ae_title TEXT NOT NULL,
      definition TEXT NOT NULL,
      updated_at TEXT NOT NULL
    );

CREATE TABLE origin (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      item_id INTEGER NOT NULL,
      received_at TEXT NOT NULL,
      via TEXT NOT NULL,
      sender TEXT NOT NULL,
      address TEXT NOT NULL,
      receiver TEXT NOT NULL
    );

CREATE TABLE patient (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      patient_key TEXT NOT NULL,
      patient_id TEXT,
      issuer_of_patient_id TEXT,
      patient_name TEXT,
      patient_name_fold TEXT,
      patient_name_ideographic TEXT,
      patient_name_phonetic TEXT,
      patient_birth_date TEXT,
      patient_birth_time TEXT,
      patient_sex TEXT,
      extra TEXT,
      described_by TEXT NOT NULL,
      study_count INTEGER NOT NULL DEFAULT 0,
      series_count INTEGER NOT NULL DEFAULT 0,
      instance_count INTEGER NOT NULL DEFAULT 0
    );

CREATE TABLE person (
      uid TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      created_at TEXT NOT NULL
    );

CREATE TABLE person_patient (
      patient_key TEXT NOT NULL PRIMARY KEY,
      person_uid TEXT NOT NULL,
      merged_at TEXT NOT NULL,
      merged_by TEXT NOT NULL
    );

CREATE TABLE record_state (
      journal TEXT NOT NULL PRIMARY KEY,
      sequence INTEGER NOT NULL
    );

CREATE TABLE retention_report (
      retention TEXT NOT NULL PRIMARY KEY,
      report TEXT NOT NULL
    );

CREATE TABLE rule_cursor (cursor INTEGER NOT NULL);

CREATE TABLE rule_run (
      id TEXT NOT NULL PRIMARY KEY,
      rule TEXT NOT NULL,
      definition TEXT NOT NULL,
      content TEXT NOT NULL,
      occasion TEXT NOT NULL,
      trigger_kind TEXT NOT NULL,
      owner TEXT NOT NULL,
      study_instance_uid TEXT NOT NULL,
      subject TEXT NOT NULL,
      matched TEXT NOT NULL,
      state TEXT NOT NULL,
      steps TEXT NOT NULL,
      problem TEXT,
      created_at TEXT NOT NULL,
      ended_at TEXT
    );

CREATE TABLE scanner (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      manufacturer TEXT NOT NULL,
      model TEXT NOT NULL,
      serial TEXT NOT NULL,
      software_versions TEXT NOT NULL,
      station_name TEXT,
      first_seen_at TEXT NOT NULL
    );

CREATE TABLE schedule_cursor (
      schedule TEXT NOT NULL PRIMARY KEY,
      planned_until TEXT NOT NULL
    );

CREATE TABLE schedule_notice (
      id TEXT NOT NULL PRIMARY KEY,
      schedule TEXT NOT NULL,
      input TEXT NOT NULL,
      made_at TEXT NOT NULL
    );

CREATE TABLE schedule_told (
      schedule TEXT NOT NULL,
      alarm TEXT NOT NULL,
      says TEXT NOT NULL,
      told_at TEXT NOT NULL,
      PRIMARY KEY (schedule, alarm)
    );

CREATE TABLE scheduled_run (
      schedule TEXT NOT NULL,
      planned_at TEXT NOT NULL,
      day TEXT NOT NULL,
      keys TEXT NOT NULL,
      state TEXT NOT NULL,
      job TEXT,
      attempts INTEGER NOT NULL,
      began_at TEXT,
      ended_at TEXT,
      reason TEXT,
      studies TEXT NOT NULL,
      PRIMARY KEY (schedule, planned_at)
    );

CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL);

CREATE TABLE series (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      study_row INTEGER NOT NULL,
      scanner_row INTEGER,
      series_instance_uid TEXT NOT NULL,
      modality TEXT,
      series_number INTEGER,
      series_description TEXT,
      series_date TEXT,
      series_time TEXT,
      body_part_examined TEXT,
      laterality TEXT,
      protocol_name TEXT,
      station_name TEXT,
      institution_name TEXT,
      performed_procedure_step_start_date TEXT,
      performed_procedure_step_start_time TEXT,
      performing_physician_name TEXT,
      performing_physician_name_fold TEXT,
      extra TEXT,
      instance_count INTEGER NOT NULL DEFAULT 0,
      size INTEGER NOT NULL DEFAULT 0,
      offline_count INTEGER NOT NULL DEFAULT 0,
      sop_classes TEXT NOT NULL DEFAULT '',
      transfer_syntaxes TEXT NOT NULL DEFAULT '',
      senders TEXT NOT NULL DEFAULT '',
      described_by TEXT NOT NULL,
      first_received_at TEXT NOT NULL,
      last_received_at TEXT NOT NULL,
      quiet_pending INTEGER NOT NULL DEFAULT 1
    , series_description_fold TEXT, protocol_name_fold TEXT, station_name_fold TEXT, institution_name_fold TEXT);

CREATE TABLE series_parameter (
      series_row INTEGER NOT NULL,
      name TEXT NOT NULL,
      number_value REAL,
      text_value TEXT,
      PRIMARY KEY (series_row, name)
    ) WITHOUT ROWID;

CREATE TABLE sqlite_sequence(name,seq);

CREATE TABLE study (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      patient_row INTEGER NOT NULL,
      study_instance_uid TEXT NOT NULL,
      patient_key TEXT NOT NULL,
      patient_id TEXT,
      issuer_of_patient_id TEXT,
      patient_name TEXT,
      patient_name_fold TEXT,
      patient_name_ideographic TEXT,
      patient_name_phonetic TEXT,
      patient_birth_date TEXT,
      patient_birth_time TEXT,
      patient_sex TEXT,
      patient_extra TEXT,
      study_date TEXT,
      study_time TEXT,
      accession_number TEXT,
      study_id TEXT,
      study_description TEXT,
      referring_physician_name TEXT,
      referring_physician_name_fold TEXT,
      extra TEXT,
      collection TEXT,
      series_count INTEGER NOT NULL DEFAULT 0,
      instance_count INTEGER NOT NULL DEFAULT 0,
      size INTEGER NOT NULL DEFAULT 0,
      offline_count INTEGER NOT NULL DEFAULT 0,
      modalities TEXT NOT NULL DEFAULT '',
      sop_classes TEXT NOT NULL DEFAULT '',
      described_by TEXT NOT NULL,
      first_received_at TEXT NOT NULL,
      last_received_at TEXT NOT NULL,
      quiet_pending INTEGER NOT NULL DEFAULT 1
    , study_description_fold TEXT);

CREATE TABLE study_collection (
      study_instance_uid TEXT NOT NULL PRIMARY KEY,
      collection TEXT
    );

CREATE TABLE study_modality (
      modality TEXT NOT NULL,
      study_row INTEGER NOT NULL,
      PRIMARY KEY (modality, study_row)
    ) WITHOUT ROWID;

CREATE TABLE study_view (
      study_instance_uid TEXT NOT NULL PRIMARY KEY,
      viewed_on TEXT NOT NULL
    );

CREATE TABLE study_view_record (since TEXT NOT NULL);

CREATE TABLE total (
      name TEXT NOT NULL PRIMARY KEY,
      value INTEGER NOT NULL
    );

CREATE TABLE tree_file (
      tree TEXT NOT NULL,
      path_key TEXT NOT NULL,
      path TEXT NOT NULL,
      wanted TEXT NOT NULL,
      study_instance_uid TEXT NOT NULL,
      series_instance_uid TEXT NOT NULL,
      sop_instance_uid TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      size INTEGER NOT NULL,
      mark TEXT NOT NULL,
      gone_at TEXT,
      PRIMARY KEY (tree, path_key)
    );

CREATE TABLE tree_state (
      tree TEXT NOT NULL PRIMARY KEY,
      folder_mark TEXT NOT NULL,
      cursor INTEGER NOT NULL,
      definition TEXT NOT NULL
    );

CREATE TABLE tree_volume (
      tree TEXT NOT NULL,
      series_instance_uid TEXT NOT NULL,
      study_instance_uid TEXT NOT NULL,
      source TEXT NOT NULL,
      engine TEXT NOT NULL,
      files INTEGER NOT NULL,
      failure TEXT,
      PRIMARY KEY (tree, series_instance_uid)
    );

CREATE INDEX attachment_target ON attachment (target, target_uid, item_id);

CREATE UNIQUE INDEX conflict_item ON conflict (item_id);

CREATE INDEX conflict_open ON conflict (id) WHERE resolved_at IS NULL;

CREATE INDEX derived_from_source ON derived_from (source_item_id);

CREATE INDEX elsewhere_study_patient ON elsewhere_study (patient_key);

CREATE INDEX expected_study_deadline ON expected_study (deadline) WHERE completed_at IS NULL;

CREATE INDEX fetch_request_asker ON fetch_request (asker, asked_at);

CREATE INDEX fetch_request_state ON fetch_request (state, asked_at);

CREATE UNIQUE INDEX fetch_request_waiting ON fetch_request (asker, node, content) WHERE state = 'waiting';

CREATE INDEX instance_by_series ON instance (series_row, instance_order);

CREATE UNIQUE INDEX instance_current ON instance (sop_instance_uid, series_row) WHERE is_current = 1;

CREATE INDEX instance_other ON instance (sop_instance_uid, series_row) WHERE is_current = 0;

CREATE UNIQUE INDEX item_file ON item (sha256) WHERE kind = 'file';

CREATE INDEX item_file_by_id ON item (id) WHERE kind = 'file' AND trashed_at IS NULL;

CREATE INDEX item_trashed ON item (kept_until, id) WHERE trashed_at IS NOT NULL;

CREATE INDEX job_due ON job (kind, due_at) WHERE due_at IS NOT NULL;

CREATE INDEX job_ended ON job (state, ended_at) WHERE ended_at IS NOT NULL;

CREATE INDEX job_leased ON job (leased_until) WHERE state = 'running';

CREATE INDEX job_newest ON job (created_at, id);

CREATE INDEX job_parent ON job (parent) WHERE parent IS NOT NULL;

CREATE INDEX job_sequence ON job (sequence, created_at, id) WHERE sequence IS NOT NULL AND ended_at IS NULL;

CREATE INDEX job_unfinished ON job (owner) WHERE ended_at IS NULL;

CREATE INDEX label_by_name ON label (name, value);

CREATE INDEX name_key_patient ON name_key (patient_row);

CREATE INDEX node_by_ae_title ON node (ae_title);

CREATE INDEX origin_item ON origin (item_id);

CREATE INDEX patient_by_birth_date ON patient (patient_birth_date);

CREATE INDEX patient_by_id ON patient (patient_id);

CREATE INDEX patient_by_ideographic ON patient (patient_name_ideographic) WHERE patient_name_ideographic IS NOT NULL;

CREATE UNIQUE INDEX patient_by_key ON patient (patient_key);

CREATE INDEX patient_by_name ON patient (patient_name_fold);

CREATE INDEX patient_by_phonetic ON patient (patient_name_phonetic) WHERE patient_name_phonetic IS NOT NULL;

CREATE INDEX patient_in_order ON patient (coalesce(patient_name_fold, ''), id);

CREATE INDEX person_patient_person ON person_patient (person_uid);

CREATE INDEX rule_run_created ON rule_run (created_at);

CREATE INDEX rule_run_new ON rule_run (created_at) WHERE state = 'new';

CREATE UNIQUE INDEX rule_run_once ON rule_run (rule, definition, study_instance_uid, content, occasion);

CREATE INDEX rule_run_study ON rule_run (study_instance_uid, created_at);

CREATE UNIQUE INDEX scanner_identity ON scanner (manufacturer, model, serial, software_versions);

CREATE INDEX scheduled_run_unfinished ON scheduled_run (schedule, state) WHERE state IN ('waiting', 'running');

CREATE INDEX series_by_body_part ON series (body_part_examined) WHERE body_part_examined IS NOT NULL;

CREATE INDEX series_by_date ON series (series_date) WHERE series_date IS NOT NULL;

CREATE INDEX series_by_description ON series (series_description_fold) WHERE series_description_fold IS NOT NULL;

CREATE INDEX series_by_institution ON series (institution_name_fold) WHERE institution_name_fold IS NOT NULL;

CREATE INDEX series_by_modality ON series (modality);

CREATE INDEX series_by_performing ON series (performing_physician_name_fold) WHERE performing_physician_name_fold IS NOT NULL;

CREATE INDEX series_by_protocol ON series (protocol_name_fold) WHERE protocol_name_fold IS NOT NULL;

CREATE INDEX series_by_scanner ON series (scanner_row) WHERE scanner_row IS NOT NULL;

CREATE INDEX series_by_station ON series (station_name_fold) WHERE station_name_fold IS NOT NULL;

CREATE INDEX series_by_step_date ON series (performed_procedure_step_start_date) WHERE performed_procedure_step_start_date IS NOT NULL;

CREATE INDEX series_by_study ON series (study_row);

CREATE UNIQUE INDEX series_by_uid ON series (series_instance_uid, study_row);

CREATE INDEX series_parameter_number ON series_parameter (name, number_value) WHERE number_value IS NOT NULL;

CREATE INDEX series_parameter_text ON series_parameter (name, text_value) WHERE text_value IS NOT NULL;

CREATE INDEX series_quiet ON series (id) WHERE quiet_pending = 1;

CREATE INDEX study_by_accession ON study (accession_number) WHERE accession_number IS NOT NULL;

CREATE INDEX study_by_birth_date ON study (patient_birth_date);

CREATE INDEX study_by_collection ON study (collection) WHERE collection IS NOT NULL;

CREATE INDEX study_by_date ON study (study_date);

CREATE INDEX study_by_description ON study (study_description_fold) WHERE study_description_fold IS NOT NULL;

CREATE INDEX study_by_ideographic ON study (patient_name_ideographic) WHERE patient_name_ideographic IS NOT NULL;

CREATE INDEX study_by_patient_id ON study (patient_id);

CREATE INDEX study_by_patient_name ON study (patient_name_fold);

CREATE INDEX study_by_patient_row ON study (patient_row);

CREATE INDEX study_by_phonetic ON study (patient_name_phonetic) WHERE patient_name_phonetic IS NOT NULL;

CREATE INDEX study_by_referring ON study (referring_physician_name_fold) WHERE referring_physician_name_fold IS NOT NULL;

CREATE INDEX study_by_study_id ON study (study_id) WHERE study_id IS NOT NULL;

CREATE UNIQUE INDEX study_by_uid ON study (study_instance_uid);

CREATE INDEX study_in_arrival ON study (first_received_at, id);

CREATE INDEX study_in_time ON study (coalesce(study_date, ''), coalesce(study_time, ''), id);

CREATE INDEX study_quiet ON study (id) WHERE quiet_pending = 1;

CREATE INDEX tree_file_gone ON tree_file (tree, gone_at) WHERE gone_at IS NOT NULL;

CREATE INDEX tree_file_study ON tree_file (tree, study_instance_uid);

CREATE INDEX tree_volume_study ON tree_volume (tree, study_instance_uid);
