import { IsocenterError } from '../../base/index.ts';
import {
  Dataset,
  parseFile,
  type Tag,
  tagOf,
  tags,
  VR,
  writeDataset,
  writeFileMeta,
} from '../../dicom/index.ts';
import { isFileId } from './file-id.ts';
import { patientRecord, type RecordType, recordTypeOf, seriesRecord, studyRecord } from './record-types.ts';

/** One instance of a file-set. */
export interface DicomdirEntry {
  /** Path from the root of the file-set, e.g. `numberedFileId(0)`. */
  readonly fileId: readonly string[];
  /** The data set, or its header: what is before the pixel data is enough. */
  readonly dataset: Dataset;
  readonly transferSyntaxUid: string;
}

export interface WriteDicomdirOptions {
  /** Who writes it (0002,0012). */
  readonly implementationClassUid: string;
  readonly implementationVersionName?: string;
  /** A label of up to 16 characters, upper case. */
  readonly fileSetId?: string;
  /** UID of the DICOMDIR itself; a new one of the 2.25 root when not given. */
  readonly sopInstanceUid?: string;
}

const MEDIA_STORAGE_DIRECTORY = '1.2.840.10008.1.3.10';
/** PS3.10 8.6: a DICOMDIR is always written in this one. */
const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';

interface Node {
  readonly type: RecordType;
  readonly record: Dataset;
  readonly children: Map<string, Node>;
}

/**
 * The bytes of a DICOMDIR with PATIENT, STUDY, SERIES and instance records (PS3.3 annex F) in the order of the
 * entries. Study ID, Series Number and Instance Number, which records must have, are counted up where instances have
 * none; a missing study date or time is that of the series, acquisition or content; what else is missing stays empty.
 * Text is written in UTF-8 where it is not ASCII.
 * @throws IsocenterError input/invalid for a File ID that media do not allow, or an instance without its UIDs
 */
export function writeDicomdir(entries: Iterable<DicomdirEntry>, options: WriteDicomdirOptions): Uint8Array {
  const patients = new Map<string, Node>();
  for (const entry of entries) addEntry(patients, entry);
  const nodes = [...depthFirst(patients)];
  const records = nodes.map((node) => node.record);
  const bytes = fileOf(records, options);
  linkRecords(bytes, nodes, patients);
  return bytes;
}

function addEntry(patients: Map<string, Node>, entry: DicomdirEntry): void {
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

/** Values that a record must have and that may be counted up (as dcmmkdir does). */
const counted: ReadonlySet<Tag> = new Set([tags.StudyID, tags.SeriesNumber, tags.InstanceNumber]);

function child(siblings: Map<string, Node>, key: string, type: RecordType, dataset: Dataset): Node {
  let node = siblings.get(key);
  if (node === undefined) {
    node = { type, record: recordOf(type, dataset, siblings.size + 1), children: new Map() };
    siblings.set(key, node);
  }
  return node;
}

/** Keys that PS3.3 F.5 wants present even when empty; others are copied where there is something. */
const requiredWhenEmpty: ReadonlySet<Tag> = new Set([
  ...[tags.PatientName, tags.PatientID, tags.StudyDate, tags.StudyTime, tags.StudyDescription],
  ...[tags.AccessionNumber, tags.Modality, tags.ContentDate, tags.ContentTime],
]);

function recordOf(type: RecordType, dataset: Dataset, number: number): Dataset {
  const record = new Dataset()
    .set(tags.OffsetOfTheNextDirectoryRecord, VR.UL, 0)
    .set(tags.RecordInUseFlag, VR.US, 0xffff)
    .set(tags.OffsetOfReferencedLowerLevelDirectoryEntity, VR.UL, 0)
    .set(tags.DirectoryRecordType, VR.CS, type.name);
  for (const keyword of type.keys) copyKey(record, tagOf(keyword)!, dataset, number);
  if (hasForeignText(record)) record.set(tags.SpecificCharacterSet, VR.CS, 'ISO_IR 192');
  return record;
}

/** Dates and times that records must have, by what stands in for them; first the element itself. */
const dates: readonly Tag[] = [
  tags.StudyDate,
  tags.SeriesDate,
  tags.AcquisitionDate,
  tags.ContentDate,
  tags.InstanceCreationDate,
];
const times: readonly Tag[] = [
  tags.StudyTime,
  tags.SeriesTime,
  tags.AcquisitionTime,
  tags.ContentTime,
  tags.InstanceCreationTime,
];
const standIns = new Map<Tag, readonly Tag[]>([
  [tags.StudyDate, dates],
  [tags.StudyTime, times],
  [tags.ContentDate, dates.toReversed()],
  [tags.ContentTime, times.toReversed()],
]);

function copyKey(record: Dataset, tag: Tag, dataset: Dataset, number: number): void {
  const source = dataset.string(tag) === undefined ? standInFor(tag, dataset) : tag;
  const vr = dataset.get(source)?.vr ?? dataset.entryOf(tag)?.vr ?? VR.UN;
  if (vr.kind === 'sequence') {
    const items = dataset.items(tag);
    if (items.length > 0) record.set(tag, vr, items);
    return;
  }
  const values = dataset.strings(source);
  if (values.some((value) => value !== ''))
    record.set(tag, vr, vr.kind === 'int' ? dataset.numbers(tag) : values);
  else if (counted.has(tag)) record.set(tag, vr, String(number));
  else if (requiredWhenEmpty.has(tag)) record.set(tag, vr, []);
}

function standInFor(tag: Tag, dataset: Dataset): Tag {
  return standIns.get(tag)?.find((other) => dataset.string(other) !== undefined) ?? tag;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all that is not ASCII
const foreignCharacter = /[^\x00-\x7f]/;

function hasForeignText(record: Dataset): boolean {
  for (const { value } of record) {
    if (value.kind === 'items' && value.items.some(hasForeignText)) return true;
    if (value.kind === 'strings' && value.strings.some((text) => foreignCharacter.test(text))) return true;
  }
  return false;
}

function* depthFirst(siblings: ReadonlyMap<string, Node>): Generator<Node> {
  for (const node of siblings.values()) {
    yield node;
    yield* depthFirst(node.children);
  }
}

function fileOf(records: readonly Dataset[], options: WriteDicomdirOptions): Uint8Array {
  const directory = new Dataset()
    .set(tags.FileSetID, VR.CS, options.fileSetId ?? [])
    .set(tags.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, VR.UL, 0)
    .set(tags.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, VR.UL, 0)
    .set(tags.FileSetConsistencyFlag, VR.US, 0)
    .set(tags.DirectoryRecordSequence, VR.SQ, records);
  const meta = metaBytes(options);
  const body = writeDataset(directory, EXPLICIT_LITTLE);
  const bytes = new Uint8Array(meta.length + body.length);
  bytes.set(meta);
  bytes.set(body, meta.length);
  return bytes;
}

function metaBytes(options: WriteDicomdirOptions): Uint8Array {
  const meta = new Dataset()
    .set(tags.FileMetaInformationGroupLength, VR.UL, 0)
    .set(tags.FileMetaInformationVersion, VR.OB, Uint8Array.of(0, 1))
    .set(tags.MediaStorageSOPClassUID, VR.UI, MEDIA_STORAGE_DIRECTORY)
    .set(tags.MediaStorageSOPInstanceUID, VR.UI, options.sopInstanceUid ?? newUid())
    .set(tags.TransferSyntaxUID, VR.UI, EXPLICIT_LITTLE)
    .set(tags.ImplementationClassUID, VR.UI, options.implementationClassUid);
  if (options.implementationVersionName !== undefined) {
    meta.set(tags.ImplementationVersionName, VR.SH, options.implementationVersionName);
  }
  return writeFileMeta(meta);
}

/** A UID made of a random UUID (PS3.5 B.2). */
function newUid(): string {
  return `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)}`;
}

/**
 * Offsets count from the start of the file to the item (PS3.3 F.2.2), so they are known once it is written: it is
 * read back, and the numbers are put in their places.
 */
function linkRecords(bytes: Uint8Array, nodes: readonly Node[], patients: ReadonlyMap<string, Node>): void {
  const { dataset } = parseFile(bytes);
  const items = dataset.items(tags.DirectoryRecordSequence);
  const places = new Map(nodes.map((node, index) => [node, items[index]!]));
  const view = new DataView(bytes.buffer);
  const offsetOf = (node: Node | undefined) => (node === undefined ? 0 : places.get(node)!.span!.start);
  const patch = (target: Dataset, tag: Tag, node: Node | undefined) =>
    view.setUint32(target.get(tag)!.valueStart, offsetOf(node), true);

  const linkSiblings = (siblings: readonly Node[]): void => {
    for (const [index, node] of siblings.entries()) {
      const children = [...node.children.values()];
      patch(places.get(node)!, tags.OffsetOfTheNextDirectoryRecord, siblings[index + 1]);
      patch(places.get(node)!, tags.OffsetOfReferencedLowerLevelDirectoryEntity, children[0]);
      linkSiblings(children);
    }
  };
  const roots = [...patients.values()];
  patch(dataset, tags.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, roots[0]);
  patch(dataset, tags.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, roots.at(-1));
  linkSiblings(roots);
}
