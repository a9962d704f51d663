import { PduError } from './pdu-error.ts';

/**
 * Command sets (PS3.7 6.3.1): implicit VR little endian, flat, group 0000, ordered by element.
 * One row per element; PS3.7 Table E.1-1. Retired elements are skipped when read.
 */
const rows = [
  { element: 0x0002, keyword: 'AffectedSOPClassUID', vr: 'UI' },
  { element: 0x0003, keyword: 'RequestedSOPClassUID', vr: 'UI' },
  { element: 0x0100, keyword: 'CommandField', vr: 'US' },
  { element: 0x0110, keyword: 'MessageID', vr: 'US' },
  { element: 0x0120, keyword: 'MessageIDBeingRespondedTo', vr: 'US' },
  { element: 0x0600, keyword: 'MoveDestination', vr: 'AE' },
  { element: 0x0700, keyword: 'Priority', vr: 'US' },
  { element: 0x0800, keyword: 'CommandDataSetType', vr: 'US' },
  { element: 0x0900, keyword: 'Status', vr: 'US' },
  { element: 0x0901, keyword: 'OffendingElement', vr: 'AT' },
  { element: 0x0902, keyword: 'ErrorComment', vr: 'LO' },
  { element: 0x0903, keyword: 'ErrorID', vr: 'US' },
  { element: 0x1000, keyword: 'AffectedSOPInstanceUID', vr: 'UI' },
  { element: 0x1001, keyword: 'RequestedSOPInstanceUID', vr: 'UI' },
  { element: 0x1002, keyword: 'EventTypeID', vr: 'US' },
  { element: 0x1005, keyword: 'AttributeIdentifierList', vr: 'AT' },
  { element: 0x1008, keyword: 'ActionTypeID', vr: 'US' },
  { element: 0x1020, keyword: 'NumberOfRemainingSuboperations', vr: 'US' },
  { element: 0x1021, keyword: 'NumberOfCompletedSuboperations', vr: 'US' },
  { element: 0x1022, keyword: 'NumberOfFailedSuboperations', vr: 'US' },
  { element: 0x1023, keyword: 'NumberOfWarningSuboperations', vr: 'US' },
  { element: 0x1030, keyword: 'MoveOriginatorApplicationEntityTitle', vr: 'AE' },
  { element: 0x1031, keyword: 'MoveOriginatorMessageID', vr: 'US' },
] as const;

type Row = (typeof rows)[number];
type ValueByVr = { UI: string; AE: string; LO: string; US: number; AT: readonly number[] };
type Value = ValueByVr[keyof ValueByVr];

/** A command set by keyword. UIDs and titles carry no padding; tags are numbers (group * 65536 + element). */
export type CommandSet = { -readonly [R in Row as R['keyword']]?: ValueByVr[R['vr']] };

/** (0000,0800): no data set follows. Any other value announces one. PS3.7 9.3.1.1 and E.1. */
export const noDataSet = 0x0101;
export const withDataSet = 0x0001;

export const hasDataSet = (command: CommandSet): boolean => command.CommandDataSetType !== noDataSet;

interface VrRow {
  length(value: Value): number;
  write(out: Buffer, offset: number, value: Value): void;
  read(bytes: Buffer, start: number, end: number): Value;
}

const text = (pad: number): VrRow => ({
  length: (value) => even((value as string).length),
  write: (out, offset, value) => {
    const string = value as string;
    out.write(string, offset, 'latin1');
    if (string.length % 2 === 1) out[offset + string.length] = pad;
  },
  read: (bytes, start, end) => {
    let stop = end;
    while (stop > start && isPadding(bytes[stop - 1]!)) stop--;
    let begin = start;
    while (begin < stop && bytes[begin] === SPACE) begin++;
    return bytes.toString('latin1', begin, stop);
  },
});

const NUL = 0x00;
const SPACE = 0x20;
const isPadding = (byte: number): boolean => byte === NUL || byte === SPACE;
const even = (length: number): number => length + (length % 2);

const vrRows: Record<keyof ValueByVr, VrRow> = {
  UI: text(NUL),
  AE: text(SPACE),
  LO: text(SPACE),
  US: {
    length: () => 2,
    write: (out, offset, value) => void out.writeUInt16LE(value as number, offset),
    read: (bytes, start, end) => {
      if (end - start < 2) throw new PduError('a number in the command set has no value');
      return bytes.readUInt16LE(start);
    },
  },
  AT: {
    length: (value) => (value as readonly number[]).length * 4,
    write: (out, offset, value) => {
      (value as readonly number[]).forEach((tag, i) => {
        out.writeUInt16LE(tag >>> 16, offset + i * 4);
        out.writeUInt16LE(tag & 0xffff, offset + i * 4 + 2);
      });
    },
    read: (bytes, start, end) => {
      const tags: number[] = [];
      for (let at = start; at + 4 <= end; at += 4) {
        tags.push(bytes.readUInt16LE(at) * 0x10000 + bytes.readUInt16LE(at + 2));
      }
      return tags;
    },
  },
};

const rowByElement = new Map<number, Row>(rows.map((row) => [row.element, row]));
const ELEMENT_HEADER = 8;
const GROUP_LENGTH_ELEMENT = ELEMENT_HEADER + 4;

export function encodeCommandSet(command: CommandSet): Buffer {
  const out = Buffer.allocUnsafe(GROUP_LENGTH_ELEMENT + groupLength(command));
  let at = writeElementHeader(out, 0, 0x0000, 4);
  at = out.writeUInt32LE(out.length - GROUP_LENGTH_ELEMENT, at);
  for (const row of rows) {
    const value = command[row.keyword];
    if (value === undefined) continue;
    const length = vrRows[row.vr].length(value);
    at = writeElementHeader(out, at, row.element, length);
    vrRows[row.vr].write(out, at, value);
    at += length;
  }
  return out;
}

function groupLength(command: CommandSet): number {
  let total = 0;
  for (const row of rows) {
    const value = command[row.keyword];
    if (value !== undefined) total += ELEMENT_HEADER + vrRows[row.vr].length(value);
  }
  return total;
}

function writeElementHeader(out: Buffer, at: number, element: number, length: number): number {
  out.writeUInt16LE(0x0000, at);
  out.writeUInt16LE(element, at + 2);
  return out.writeUInt32LE(length, at + 4);
}

/** Reads a whole command set. Throws PduError when an element leaves group 0000 or runs past the end. */
export function decodeCommandSet(bytes: Uint8Array): CommandSet {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const command: Record<string, Value> = {};
  let at = 0;
  while (at < buffer.length) {
    if (at + ELEMENT_HEADER > buffer.length) throw new PduError('the command set ends inside an element');
    if (buffer.readUInt16LE(at) !== 0x0000) throw new PduError('the command set leaves group 0000');
    const row = rowByElement.get(buffer.readUInt16LE(at + 2));
    const start = at + ELEMENT_HEADER;
    const end = start + buffer.readUInt32LE(at + 4);
    if (end > buffer.length) throw new PduError('an element of the command set runs past its end');
    if (row) command[row.keyword] = vrRows[row.vr].read(buffer, start, end);
    at = end;
  }
  return command as CommandSet;
}
