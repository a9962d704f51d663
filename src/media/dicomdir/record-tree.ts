import { IsocenterError } from '../../base/index.ts';
import { type Dataset, tags, VR } from '../../dicom/index.ts';
import { isFileId } from './file-id.ts';
import { recordOf } from './record.ts';
import { patientRecord, type RecordType, recordTypeOf, seriesRecord, studyRecord } from './record-types.ts';

/** One instance of a file-set. */
export interface DicomdirEntry {
  /** Path from the root of the file-set, e.g. `numberedFileId(0)`. */
  readonly fileId: readonly string[];
  /** The data set, or its header: what is before the pixel data is enough. */
  readonly dataset: Dataset;
  readonly transferSyntaxUid: string;
}

/** A record and those below it, by what tells them apart. */
export interface RecordNode {
  readonly record: Dataset;
  readonly children: RecordSiblings;
}

export type RecordSiblings = Map<string, RecordNode>;

/** Puts an instance under its patient, study and series; their records come from the first instance of each. */
export function addEntry(patients: RecordSiblings, entry: DicomdirEntry): void {
  const { dataset, fileId } = entry;
  if (!isFileId(fileId)) {
    throw new IsocenterError('input/invalid', {
      reason: `${fileId.join('/')} is not a File ID (PS3.10 8.5)`,
    });
  }
  const patient = child(patients, patientKey(dataset), patientRecord, dataset);
  const study = child(patient.children, uidOf(entry, 'StudyInstanceUID'), studyRecord, dataset);
  const series = child(study.children, uidOf(entry, 'SeriesInstanceUID'), seriesRecord, dataset);
  const instance = child(series.children, fileId.join('\\'), recordTypeOf(dataset), dataset);
  instance.record
    .set(tags.ReferencedFileID, VR.CS, fileId)
    .set(tags.ReferencedSOPClassUIDInFile, VR.UI, uidOf(entry, 'SOPClassUID'))
    .set(tags.ReferencedSOPInstanceUIDInFile, VR.UI, uidOf(entry, 'SOPInstanceUID'))
    .set(tags.ReferencedTransferSyntaxUIDInFile, VR.UI, entry.transferSyntaxUid);
}

/** Two clinics' "1234" are two patients; without an ID, the name tells them apart. */
function patientKey(dataset: Dataset): string {
  const id = dataset.string(tags.PatientID);
  if (id === undefined) return `name\0${dataset.string(tags.PatientName) ?? ''}`;
  return `id\0${id}\0${dataset.string(tags.IssuerOfPatientID) ?? ''}`;
}

type RequiredUid = 'StudyInstanceUID' | 'SeriesInstanceUID' | 'SOPClassUID' | 'SOPInstanceUID';

function uidOf({ dataset, fileId }: DicomdirEntry, keyword: RequiredUid): string {
  const uid = dataset.string(tags[keyword]);
  if (uid !== undefined) return uid;
  throw new IsocenterError('input/invalid', { reason: `${fileId.join('/')} has no ${keyword}` });
}

function child(siblings: RecordSiblings, key: string, type: RecordType, dataset: Dataset): RecordNode {
  let node = siblings.get(key);
  if (node === undefined) {
    node = { record: recordOf(type, dataset, siblings.size + 1), children: new Map() };
    siblings.set(key, node);
  }
  return node;
}

/** In the order in which records are written. */
export function* depthFirst(siblings: RecordSiblings): Generator<RecordNode> {
  for (const node of siblings.values()) {
    yield node;
    yield* depthFirst(node.children);
  }
}
