/** The volume descriptors of a disc that is written. ECMA-119 8.4 and 8.5. */
import { SECTOR } from '../sectors/index.ts';
import { type Place, rootRecord } from './written-directories.ts';
import { noVolumeTime, volumeTime, writeBoth16, writeBoth32 } from './written-numbers.ts';

export interface VolumeFacts {
  readonly volumeId: string;
  readonly application: string;
  readonly modified: Date;
  /** Of the whole disc. */
  readonly sectors: number;
  /** Bytes of a path table. */
  readonly tableSize: number;
  readonly littleEndianTable: number;
  readonly bigEndianTable: number;
  readonly root: Place;
}

const PRIMARY = 1;
const SUPPLEMENTARY = 2;
const TERMINATOR = 255;
/** Joliet Specification: UCS-2 level 3. */
const UCS2_LEVEL_3 = '%/E';

type Text = (bytes: Buffer, at: number, length: number, text: string) => void;

const asciiText: Text = (bytes, at, length, text) => {
  bytes.write(text.toUpperCase().slice(0, length).padEnd(length, ' '), at, 'latin1');
};

const ucs2Text: Text = (bytes, at, length, text) => {
  const characters = text.slice(0, length >> 1).padEnd(length >> 1, ' ');
  Buffer.from(characters, 'utf16le').swap16().copy(bytes, at);
};

export function primaryDescriptor(facts: VolumeFacts): Buffer {
  return descriptor(PRIMARY, facts, asciiText);
}

export function jolietDescriptor(facts: VolumeFacts): Buffer {
  const bytes = descriptor(SUPPLEMENTARY, facts, ucs2Text);
  bytes.write(UCS2_LEVEL_3, 88, 'latin1');
  return bytes;
}

export function terminator(): Buffer {
  const bytes = Buffer.alloc(SECTOR);
  begin(bytes, TERMINATOR);
  return bytes;
}

function begin(bytes: Buffer, type: number): void {
  bytes[0] = type;
  bytes.write('CD001', 1, 'latin1');
  bytes[6] = 1;
}

function descriptor(type: number, facts: VolumeFacts, text: Text): Buffer {
  const bytes = Buffer.alloc(SECTOR);
  begin(bytes, type);
  text(bytes, 8, 32, '');
  text(bytes, 40, 32, facts.volumeId);
  writeBoth32(bytes, 80, facts.sectors);
  for (const at of [120, 124]) writeBoth16(bytes, at, 1);
  writeBoth16(bytes, 128, SECTOR);
  writeBoth32(bytes, 132, facts.tableSize);
  bytes.writeUInt32LE(facts.littleEndianTable, 140);
  bytes.writeUInt32BE(facts.bigEndianTable, 148);
  rootRecord(facts.root, facts.modified).copy(bytes, 156);
  for (const at of [190, 318, 446]) text(bytes, at, 128, '');
  text(bytes, 574, 128, facts.application);
  for (const at of [702, 739, 776]) text(bytes, at, 37, '');
  const times = [volumeTime(facts.modified), volumeTime(facts.modified), noVolumeTime(), noVolumeTime()];
  for (const [index, time] of times.entries()) time.copy(bytes, 813 + 17 * index);
  // The version of this structure.
  bytes[881] = 1;
  return bytes;
}
