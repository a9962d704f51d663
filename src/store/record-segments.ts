import fs from 'node:fs';
import path from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { dataSync, syncDirectory } from './file-sync.ts';
import { noteKeyOf, noteText } from './quarantine.ts';
import { decodeRecord } from './record-line.ts';
import { readLines } from './record-lines.ts';

const NAME = /^records-(\d{12,16})\.jsonl$/;

/** One file of the journal. Its name carries the first sequence number it may hold. */
export interface Segment {
  readonly file: string;
  readonly first: number;
}

/** Where a segment's good records end, and the last number that was or may have been given out. */
export interface SegmentEnd {
  readonly goodBytes: number;
  readonly totalBytes: number;
  readonly lastSequence: number;
}

export function segmentAt(directory: string, first: number): Segment {
  return { file: path.join(directory, `records-${String(first).padStart(12, '0')}.jsonl`), first };
}

/** In order of their records. */
export function listSegments(directory: string): Segment[] {
  return fs
    .readdirSync(directory)
    .flatMap((name) => {
      const first = NAME.exec(name)?.[1];
      return first === undefined ? [] : [{ file: path.join(directory, name), first: Number(first) }];
    })
    .sort((a, b) => a.first - b.first);
}

/** Reads a segment to find its torn tail: everything behind the last line that is whole. */
export async function findEnd({ file, first }: Segment): Promise<SegmentEnd> {
  let goodBytes = 0;
  let lastSequence = first - 1;
  let tornLines = 0;
  let totalBytes = 0;
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      totalBytes = line.end;
      const record = line.complete ? decodeRecord(line.text) : undefined;
      tornLines = record ? 0 : tornLines + 1;
      if (record) lastSequence = Math.max(lastSequence, record.sequence);
      if (record) goodBytes = line.end;
    }
  }
  return { goodBytes, totalBytes, lastSequence: lastSequence + tornLines };
}

/** Copies the tail into quarantine, durably, then cuts it off. */
export async function moveTailAside({ file }: Segment, end: SegmentEnd, quarantine: string): Promise<string> {
  const aside = path.join(quarantine, `${path.basename(file)}-torn-${end.goodBytes}-${Date.now()}`);
  const tail = fs.readFileSync(file).subarray(end.goodBytes);
  const why = new IsocenterError('store/torn-record', { file: path.basename(file) });
  const note = noteText(`records/${path.basename(file)}`, why, { size: tail.length, modified: new Date() });
  await writeDurably(noteKeyOf(aside), 'wx', (fd) => void fs.writeFileSync(fd, note));
  await writeDurably(aside, 'wx', (fd) => void fs.writeFileSync(fd, tail));
  await syncDirectory(quarantine);
  await writeDurably(file, 'r+', (fd) => fs.ftruncateSync(fd, end.goodBytes));
  return aside;
}

async function writeDurably(file: string, flags: string, write: (fd: number) => void): Promise<void> {
  const fd = fs.openSync(file, flags, 0o640);
  try {
    write(fd);
    await dataSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}
