import { crc32 } from 'node:zlib';
import { IsocenterError } from '../base/index.ts';

/** Longest line of a record file, bytes, line feed included. */
export const MAX_RECORD_BYTES = 1024 * 1024;

/** Something a person or a rule decided, which the DICOM files themselves do not tell. */
export interface JournalRecord {
  /** Grows by at least one from record to record, over all files and restarts. */
  readonly sequence: number;
  /** ISO 8601 UTC. */
  readonly time: string;
  readonly kind: string;
  readonly payload: unknown;
}

const CHECKSUM = /,"crc":"([0-9a-f]{8})"\}$/;

/** `{"sequence":1,"time":"...","kind":"...","payload":...,"crc":"..."}`: CRC-32 of the object without its crc. */
export function encodeRecord({ sequence, time, kind, payload }: JournalRecord): Buffer {
  const object = JSON.stringify({ sequence, time, kind, payload });
  const line = Buffer.from(`${object.slice(0, -1)},"crc":"${checksum(object)}"}\n`);
  if (line.length <= MAX_RECORD_BYTES) return line;
  throw new IsocenterError('input/invalid', {
    reason: `A record has ${line.length} bytes, over the limit of ${MAX_RECORD_BYTES}.`,
  });
}

/** The record of a line (without line feed), or undefined when it is not what was written. */
export function decodeRecord(line: string): JournalRecord | undefined {
  const found = CHECKSUM.exec(line);
  if (!found) return undefined;
  const object = `${line.slice(0, found.index)}}`;
  if (checksum(object) !== found[1]) return undefined;
  const { sequence, time, kind, payload } = JSON.parse(object) as JournalRecord;
  return { sequence, time, kind, payload };
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
