/** Records of folders and path tables of a disc that is written. ECMA-119 9.1 and 9.4. */
import { SECTOR } from '../sectors/index.ts';
import { recordTime, writeBoth16, writeBoth32 } from './written-numbers.ts';
import { byIdentifier, type WrittenFolder } from './written-tree.ts';

/** Where something lies on the disc. */
export interface Place {
  readonly sector: number;
  /** Bytes. */
  readonly size: number;
}

interface RecordFacts {
  readonly identifier: Buffer;
  readonly place: Place;
  readonly flags: number;
}

const FIXED = 33;
const FOLDER = 0x02;
const GOES_ON = 0x80;
/** The largest whole number of sectors that a size of 32 bits can say. */
const LARGEST_EXTENT = 2 ** 32 - SECTOR;
const SELF = Buffer.of(0);
const PARENT = Buffer.of(1);

/** Bytes of a folder: whole sectors. */
export function directorySize<File extends { readonly size: number }>(folder: WrittenFolder<File>): number {
  const nowhere = (size: number) => ({ sector: 0, size });
  const records = recordsOf(
    folder,
    () => nowhere(0),
    ({ size }) => nowhere(size),
  );
  let size = 0;
  for (const { identifier } of records) {
    const length = recordLength(identifier);
    // No record crosses the end of a sector. ECMA-119 6.8.1.1.
    if ((size % SECTOR) + length > SECTOR) size = Math.ceil(size / SECTOR) * SECTOR;
    size += length;
  }
  return Math.ceil(size / SECTOR) * SECTOR;
}

export function directoryBytes<File extends { readonly size: number }>(
  folder: WrittenFolder<File>,
  places: ReadonlyMap<WrittenFolder<File>, Place>,
  filePlaces: ReadonlyMap<File, Place>,
  modified: Date,
): Buffer {
  const bytes = Buffer.alloc(places.get(folder)!.size);
  const records = recordsOf(
    folder,
    (one) => places.get(one)!,
    (file) => filePlaces.get(file)!,
  );
  let at = 0;
  for (const facts of records) {
    const record = recordBytes(facts, modified);
    if ((at % SECTOR) + record.length > SECTOR) at = Math.ceil(at / SECTOR) * SECTOR;
    record.copy(bytes, at);
    at += record.length;
  }
  return bytes;
}

/** That of a volume descriptor. */
export function rootRecord(place: Place, modified: Date): Buffer {
  return recordBytes({ identifier: SELF, place, flags: FOLDER }, modified);
}

/** The folder itself, the one above (the root is its own), then everything by name. */
function recordsOf<File>(
  folder: WrittenFolder<File>,
  placeOf: (folder: WrittenFolder<File>) => Place,
  filePlaceOf: (file: File) => Place,
): RecordFacts[] {
  const inside = [
    ...folder.folders.map((one) => [{ identifier: one.identifier, place: placeOf(one), flags: FOLDER }]),
    ...folder.files.map(({ identifier, file }) => extentsOf(identifier, filePlaceOf(file))),
  ];
  inside.sort(([a], [b]) => byIdentifier(a!, b!));
  return [
    { identifier: SELF, place: placeOf(folder), flags: FOLDER },
    { identifier: PARENT, place: placeOf(folder.parent ?? folder), flags: FOLDER },
    ...inside.flat(),
  ];
}

/** A file, in as many records as it needs. ECMA-119 6.5.1. */
function extentsOf(identifier: Buffer, { sector, size }: Place): RecordFacts[] {
  const records: RecordFacts[] = [];
  let done = 0;
  do {
    const part = Math.min(size - done, LARGEST_EXTENT);
    const flags = done + part < size ? GOES_ON : 0;
    records.push({ identifier, place: { sector: sector + done / SECTOR, size: part }, flags });
    done += part;
  } while (done < size);
  return records;
}

const recordLength = (identifier: Buffer): number =>
  FIXED + identifier.length + ((identifier.length + 1) % 2);

function recordBytes({ identifier, place, flags }: RecordFacts, modified: Date): Buffer {
  const bytes = Buffer.alloc(recordLength(identifier));
  bytes[0] = bytes.length;
  writeBoth32(bytes, 2, place.sector);
  writeBoth32(bytes, 10, place.size);
  recordTime(modified).copy(bytes, 18);
  bytes[25] = flags;
  writeBoth16(bytes, 28, 1);
  bytes[32] = identifier.length;
  identifier.copy(bytes, FIXED);
  return bytes;
}

const PATH_FIXED = 8;
const pathRecordLength = ({ identifier }: { readonly identifier: Buffer }): number =>
  PATH_FIXED + identifier.length + (identifier.length % 2);

export function pathTableSize(folders: readonly { readonly identifier: Buffer }[]): number {
  return folders.reduce((sum, folder) => sum + pathRecordLength(folder), 0);
}

/** @param folders level by level */
export function pathTable<File>(
  folders: readonly WrittenFolder<File>[],
  places: ReadonlyMap<WrittenFolder<File>, Place>,
  order: 'LE' | 'BE',
): Buffer {
  const numbers = new Map(folders.map((folder, index) => [folder, index + 1]));
  const bytes = Buffer.alloc(pathTableSize(folders));
  let at = 0;
  for (const folder of folders) {
    bytes[at] = folder.identifier.length;
    bytes[`writeUInt32${order}`](places.get(folder)!.sector, at + 2);
    bytes[`writeUInt16${order}`](numbers.get(folder.parent ?? folder)!, at + 6);
    folder.identifier.copy(bytes, at + PATH_FIXED);
    at += pathRecordLength(folder);
  }
  return bytes;
}
