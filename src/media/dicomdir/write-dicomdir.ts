import {
  Dataset,
  parseFile,
  type Tag,
  tags,
  transferSyntax,
  VR,
  writeDataset,
  writeFileMeta,
} from '../../dicom/index.ts';
import {
  addEntry,
  type DicomdirEntry,
  depthFirst,
  type RecordNode,
  type RecordSiblings,
} from './record-tree.ts';

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
const EXPLICIT_LITTLE = transferSyntax.explicitVrLittleEndian.uid;

/**
 * The bytes of a DICOMDIR with PATIENT, STUDY, SERIES and instance records (PS3.3 annex F) in the order of the
 * entries. Study ID, Series Number and Instance Number, which records must have, are counted up where instances have
 * none; a missing study date or time is that of the series, acquisition or content; what else is missing stays empty.
 * Text is written in UTF-8 where it is not ASCII.
 * @throws IsocenterError input/invalid for a File ID that media do not allow, or an instance without its UIDs;
 *   dicom/limit for more records than a sequence may have items
 */
export function writeDicomdir(entries: Iterable<DicomdirEntry>, options: WriteDicomdirOptions): Uint8Array {
  const builder = new DicomdirBuilder();
  for (const entry of entries) builder.add(entry);
  return builder.build(options);
}

/** `writeDicomdir` for entries that come one by one: it keeps their records, not their data sets. */
export class DicomdirBuilder {
  readonly #patients: RecordSiblings = new Map();

  add(entry: DicomdirEntry): void {
    addEntry(this.#patients, entry);
  }

  build(options: WriteDicomdirOptions): Uint8Array {
    const nodes = [...depthFirst(this.#patients)];
    const records = nodes.map((node) => node.record);
    const bytes = fileOf(records, options);
    linkRecords(bytes, nodes, this.#patients);
    return bytes;
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
function linkRecords(bytes: Uint8Array, nodes: readonly RecordNode[], patients: RecordSiblings): void {
  const { dataset } = parseFile(bytes);
  const items = dataset.items(tags.DirectoryRecordSequence);
  const places = new Map(nodes.map((node, index) => [node, items[index]!]));
  const view = new DataView(bytes.buffer);
  const offsetOf = (node: RecordNode | undefined) => (node === undefined ? 0 : places.get(node)!.span!.start);
  const patch = (target: Dataset, tag: Tag, node: RecordNode | undefined) =>
    view.setUint32(target.get(tag)!.valueStart, offsetOf(node), true);

  const linkSiblings = (siblings: readonly RecordNode[]): void => {
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
