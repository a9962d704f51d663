/** A record of a directory. ECMA-119 9.1. */

export interface DirectoryRecord {
  /** Bytes of the record. */
  readonly length: number;
  /** Where its contents begin, behind their extended attributes, in logical blocks. */
  readonly block: number;
  /** Bytes of its contents. */
  readonly size: number;
  readonly isDirectory: boolean;
  /** It belongs to a file and is none, such as the resources of a Macintosh program. */
  readonly isAssociated: boolean;
  /** The next record goes on with the same file. */
  readonly goesOn: boolean;
  readonly isInterleaved: boolean;
  /** One byte of 0 for the directory itself, of 1 for the one above. */
  readonly identifier: Buffer;
  /** What is for extensions such as Rock Ridge. */
  readonly systemUse: Buffer;
}

const FIXED = 33;
const DIRECTORY = 0x02;
const ASSOCIATED = 0x04;
const MULTI_EXTENT = 0x80;

/** Undefined where no whole record is. */
export function readDirectoryRecord(bytes: Buffer, at: number): DirectoryRecord | undefined {
  const length = bytes[at] ?? 0;
  if (length <= FIXED || at + length > bytes.length) return undefined;
  const record = bytes.subarray(at, at + length);
  const identifierLength = record[32]!;
  const end = FIXED + identifierLength;
  if (identifierLength === 0 || end > length) return undefined;
  const flags = record[25]!;
  return {
    length,
    block: record.readUInt32LE(2) + record[1]!,
    size: record.readUInt32LE(10),
    isDirectory: (flags & DIRECTORY) !== 0,
    isAssociated: (flags & ASSOCIATED) !== 0,
    goesOn: (flags & MULTI_EXTENT) !== 0,
    isInterleaved: record[26] !== 0 || record[27] !== 0,
    identifier: record.subarray(FIXED, end),
    // A pad byte makes what follows begin at an even place.
    systemUse: record.subarray(end + (identifierLength % 2 === 0 ? 1 : 0)),
  };
}

/** The record is of the directory that it is in, or of the one above. */
export const isSelfOrParent = ({ identifier }: DirectoryRecord): boolean =>
  identifier.length === 1 && identifier[0]! <= 1;
