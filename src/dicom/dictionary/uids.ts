import { uids } from './uids.generated.ts';

/** A line of the UID registry (PS3.6 annex A). */
export interface UidEntry {
  readonly uid: string;
  readonly name: string;
  readonly keyword: string;
  /** `SOP Class`, `Transfer Syntax`, `Meta SOP Class`, `Well-known SOP Instance` and so on. */
  readonly type: string;
  readonly retired: boolean;
}

let table: Map<string, UidEntry> | undefined;
let storage: readonly string[] | undefined;

function entries(): Map<string, UidEntry> {
  table ??= new Map(uids.split('\n').map((line) => [line.slice(0, line.indexOf('|')), parse(line)]));
  return table;
}

function parse(line: string): UidEntry {
  const [uid = '', type = '', keyword = '', retired = '', name = ''] = line.split('|');
  return { uid, type, keyword, retired: retired === 'R', name };
}

export const uidEntry = (uid: string): UidEntry | undefined => entries().get(uid);

export function uidsOfType(type: string): readonly UidEntry[] {
  return [...entries().values()].filter((entry) => entry.type === type);
}

/** SOP classes of the Storage Service Class (PS3.4 B.5), retired ones included. DICOMDIRs are not sent. */
export function storageSopClasses(): readonly string[] {
  storage ??= uidsOfType('SOP Class')
    .filter(isStorage)
    .map((entry) => entry.uid);
  return storage;
}

let storageSet: ReadonlySet<string> | undefined;

export function isStorageSopClass(uid: string): boolean {
  storageSet ??= new Set(storageSopClasses());
  return storageSet.has(uid);
}

function isStorage(entry: UidEntry): boolean {
  return (
    / Storage( SOP Class)?( - (Trial|For Presentation|For Processing).*)?$/.test(entry.name) &&
    entry.uid !== mediaStorageDirectory
  );
}

const mediaStorageDirectory = '1.2.840.10008.1.3.10';
