import { asIsocenterError } from '../../base/index.ts';
import { type Dataset, type DicomFile, parseFile, tags } from '../../dicom/index.ts';
import { type PlacedRecord, recordStarts, salvageRecords } from './salvage.ts';

/** One directory record (PS3.3 F.3). */
export interface DirectoryRecord {
  /** PATIENT, STUDY, SERIES, IMAGE...; empty when the record does not say. */
  readonly type: string;
  readonly dataset: Dataset;
  /** Where its item begins in the file. */
  readonly offset: number;
  /** Components of the File ID as written; empty when the record refers to no file. */
  readonly fileId: readonly string[];
  /** The record it belongs under, by offsets, or by order where offsets are wrong. */
  readonly parent: DirectoryRecord | undefined;
}

export interface Dicomdir {
  readonly fileSetId: string | undefined;
  /** All records in use, in file order, also those that no offset leads to. */
  readonly records: readonly DirectoryRecord[];
  /** What is wrong with it, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * Reads a DICOMDIR. Records are taken from the sequence itself, so wrong offsets lose nothing.
 * @throws IsocenterError dicom/not-dicom and others where not even the beginning can be read
 */
export function readDicomdir(bytes: Uint8Array): Dicomdir {
  const file = parseFile(bytes, { tolerant: true });
  const problems: string[] = file.dataset.damage ? [file.dataset.damage.message] : [];
  const records = recordsOf(file.dataset, placedRecords(bytes, file, problems), problems);
  return { fileSetId: file.dataset.string(tags.FileSetID), records, problems };
}

/** The items of the sequence; where its lengths hide some, all that begin like records. */
function placedRecords(bytes: Uint8Array, file: DicomFile, problems: string[]): readonly PlacedRecord[] {
  const items = itemsOf(file, problems);
  const starts = recordStarts(bytes, file.transferSyntaxUid);
  if (starts.length === 0 && !file.dataset.has(tags.DirectoryRecordSequence))
    problems.push('It has no directory records.');
  if (starts.length <= items.length)
    return items.map((dataset) => ({ dataset, offset: dataset.span?.start ?? 0 }));
  problems.push(`Lengths are wrong: ${items.length} of ${starts.length} records can be read by them.`);
  return salvageRecords(bytes, starts, file.transferSyntaxUid);
}

function itemsOf({ dataset }: DicomFile, problems: string[]): readonly Dataset[] {
  try {
    return dataset.items(tags.DirectoryRecordSequence);
  } catch (error) {
    problems.push(asIsocenterError(error).message);
    return [];
  }
}

/** Levels of the tree that offsets should show (PS3.3 F.4); everything else is below a series. */
const levels = ['PATIENT', 'STUDY', 'SERIES'];
/** PS3.3 F.3.2.2: 0 marks a record that was taken out. */
const INACTIVE = 0;

interface MutableRecord extends DirectoryRecord {
  parent: DirectoryRecord | undefined;
}

function recordsOf(root: Dataset, placed: readonly PlacedRecord[], problems: string[]): DirectoryRecord[] {
  const records = placed.map(recordOf);
  const linked = linkByOffsets(root, records, problems);
  linkByOrder(records, linked);
  // Only now: offsets go on through records that were taken out.
  return records.filter(({ dataset }) => dataset.number(tags.RecordInUseFlag) !== INACTIVE);
}

function recordOf({ dataset, offset }: PlacedRecord): MutableRecord {
  const type = dataset.string(tags.DirectoryRecordType)?.toUpperCase() ?? '';
  const fileId = dataset.strings(tags.ReferencedFileID).filter((part) => part !== '');
  return { type, dataset, offset, fileId, parent: undefined };
}

/** Follows the offsets from the root; a record is reached once at most, so that circles end. */
function linkByOffsets(
  root: Dataset,
  records: readonly MutableRecord[],
  problems: string[],
): Set<MutableRecord> {
  const byOffset = new Map(records.map((record) => [record.offset, record]));
  const linked = new Set<MutableRecord>();
  const first = root.number(tags.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity) ?? 0;
  const waiting: { offset: number; parent: MutableRecord | undefined }[] = [
    { offset: first, parent: undefined },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const record = byOffset.get(next.offset);
    if (record === undefined || linked.has(record)) continue;
    linked.add(record);
    record.parent = next.parent;
    const { dataset } = record;
    waiting.push({ offset: dataset.number(tags.OffsetOfTheNextDirectoryRecord) ?? 0, parent: next.parent });
    waiting.push({
      offset: dataset.number(tags.OffsetOfReferencedLowerLevelDirectoryEntity) ?? 0,
      parent: record,
    });
  }
  const lost = records.length - linked.size;
  if (lost > 0) problems.push(`${lost} of ${records.length} records are not reached by its offsets.`);
  return linked;
}

/** Writers put records depth first: what no offset leads to belongs under the last record of the level above. */
function linkByOrder(records: readonly MutableRecord[], linked: ReadonlySet<MutableRecord>): void {
  const last: (MutableRecord | undefined)[] = [];
  for (const record of records) {
    const found = levels.indexOf(record.type);
    const level = found < 0 ? levels.length : found;
    if (!linked.has(record)) record.parent = last.slice(0, level).findLast((above) => above !== undefined);
    last.length = level;
    if (found >= 0) last[level] = record;
  }
}
