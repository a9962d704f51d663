import fs from 'node:fs';
import path from 'node:path';
import { type Clock, IsocenterError, type Logger, silentLogger, systemClock } from '../base/index.ts';
import type { DataDirectory } from './data-directory.ts';
import { dataSync, syncDirectory, writeAllSync } from './file-sync.ts';
import { storeError } from './io-error.ts';
import { decodeRecord, encodeRecord, type JournalRecord } from './record-line.ts';
import { readLines } from './record-lines.ts';
import { findEnd, listSegments, moveTailAside, type Segment, segmentAt } from './record-segments.ts';

/** A file of the journal is followed by the next one when it has this many bytes. */
export const MAX_RECORD_FILE_BYTES = 16 * 1024 * 1024;
/** Records waiting for the disk, bytes; over it, `append` rejects. */
export const MAX_PENDING_RECORD_BYTES = 16 * 1024 * 1024;

export interface RecordJournalOptions {
  readonly directory: Pick<DataDirectory, 'records' | 'quarantine'>;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Default {@link MAX_RECORD_FILE_BYTES}. */
  readonly maxSegmentBytes?: number;
}

export interface ReadRecordsOptions {
  /** The first sequence number wanted. Default: all. */
  readonly from?: number;
  /** Told of every damaged line (`store/corrupt-record`), which is then skipped. Without it, reading throws. */
  readonly onDamage?: (error: IsocenterError) => void;
}

interface Pending {
  readonly line: Buffer;
  readonly sequence: number;
  readonly resolve: (sequence: number) => void;
  readonly reject: (reason: Error) => void;
}

interface OpenSegment {
  readonly fd: number;
  readonly file: string;
  /** Bytes known to be durable. */
  size: number;
}

/**
 * What was decided about items, as JSON lines that are only ever added to. An append is durable when its promise
 * resolves; appends that come while the disk is busy share the next sync. A rejected append may or may not be found
 * later. After a failed write or sync the file is given up and the next append starts a new one.
 */
export class RecordJournal {
  readonly #directory: Pick<DataDirectory, 'records' | 'quarantine'>;
  readonly #clock: Clock;
  readonly #maxSegmentBytes: number;
  #lastSequence = 0;
  #segment: OpenSegment | undefined;
  #pending: Pending[] = [];
  #pendingBytes = 0;
  #writing: Promise<void> | undefined;
  #closed = false;

  private constructor(options: RecordJournalOptions) {
    this.#directory = options.directory;
    this.#clock = options.clock ?? systemClock;
    this.#maxSegmentBytes = options.maxSegmentBytes ?? MAX_RECORD_FILE_BYTES;
  }

  /** Opens the journal for appending. A tail torn by a power cut is moved to quarantine and never hinders. */
  static async open(options: RecordJournalOptions): Promise<RecordJournal> {
    const journal = new RecordJournal(options);
    try {
      await journal.#openLastSegment(options.logger ?? silentLogger);
    } catch (error) {
      throw storeError(error, 'the records');
    }
    return journal;
  }

  /** The number of the newest record, 0 when there never was one. */
  get lastSequence(): number {
    return this.#lastSequence;
  }

  /** Resolves to the record's sequence number when it is durable. Rejects with `store/full` or `store/io`. */
  append(kind: string, payload: unknown): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new IsocenterError('internal', { reason: 'the journal is closed' });
      if (this.#pendingBytes > MAX_PENDING_RECORD_BYTES) throw tooFarBehind();
      const sequence = this.#lastSequence + 1;
      const line = encodeRecord({ sequence, time: this.#clock.now().toISOString(), kind, payload });
      this.#lastSequence = sequence;
      this.#pending.push({ line, sequence, resolve, reject });
      this.#pendingBytes += line.length;
      this.#writing ??= this.#writeAll();
    });
  }

  /** All records in order. Those appended while reading may or may not come. */
  async *read(options: ReadRecordsOptions = {}): AsyncGenerator<JournalRecord> {
    const from = options.from ?? 0;
    const segments = listSegments(this.#directory.records);
    for (const [index, segment] of segments.entries()) {
      const next = segments[index + 1];
      if (next && next.first <= from) continue;
      yield* readSegment(segment.file, from, options.onDamage);
    }
  }

  /** Waits for what was appended, then closes. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    if (this.#segment) fs.closeSync(this.#segment.fd);
    this.#segment = undefined;
  }

  async #openLastSegment(logger: Logger): Promise<void> {
    const last = listSegments(this.#directory.records).at(-1);
    if (!last) return;
    const end = await findEnd(last);
    this.#lastSequence = end.lastSequence;
    if (end.totalBytes > end.goodBytes) {
      const aside = await moveTailAside(last, end, this.#directory.quarantine);
      const fields = { file: path.basename(aside), bytes: end.totalBytes - end.goodBytes };
      logger.warn(fields, 'the end of the record journal was torn and has been moved to quarantine');
    }
    this.#segment = { fd: fs.openSync(last.file, 'r+'), file: last.file, size: end.goodBytes };
  }

  /** Lets the appends of this turn of the loop gather, then writes until none is left. Never rejects. */
  async #writeAll(): Promise<void> {
    await Promise.resolve();
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      this.#pendingBytes = 0;
      await this.#writeBatch(batch);
    }
    this.#writing = undefined;
  }

  async #writeBatch(batch: readonly Pending[]): Promise<void> {
    try {
      const segment = await this.#segmentFor(batch[0]!.sequence);
      const size = writeAllSync(
        segment.fd,
        batch.map(({ line }) => line),
        segment.size,
      );
      await dataSync(segment.fd);
      segment.size += size;
    } catch (error) {
      this.#giveUpSegment();
      const reason = storeError(error, 'the records');
      for (const { reject } of batch) reject(reason);
      return;
    }
    for (const { resolve, sequence } of batch) resolve(sequence);
  }

  async #segmentFor(sequence: number): Promise<OpenSegment> {
    if (this.#segment && this.#segment.size < this.#maxSegmentBytes) return this.#segment;
    if (this.#segment) fs.closeSync(this.#segment.fd);
    this.#segment = undefined;
    const segment: Segment = segmentAt(this.#directory.records, sequence);
    this.#segment = { fd: fs.openSync(segment.file, 'wx', 0o640), file: segment.file, size: 0 };
    await syncDirectory(this.#directory.records);
    return this.#segment;
  }

  #giveUpSegment(): void {
    const segment = this.#segment;
    this.#segment = undefined;
    if (!segment) return;
    try {
      fs.ftruncateSync(segment.fd, segment.size);
      if (segment.size === 0) fs.unlinkSync(segment.file);
    } catch {
      // The lines of rejected appends stay; that is allowed, and their checksums tell torn ones.
    }
    fs.closeSync(segment.fd);
  }
}

async function* readSegment(
  file: string,
  from: number,
  onDamage: ReadRecordsOptions['onDamage'],
): AsyncGenerator<JournalRecord> {
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      // Without its line feed it was never acknowledged.
      if (!line.complete) continue;
      const record = decodeRecord(line.text);
      if (!record) reportDamage(file, line.number, onDamage);
      else if (record.sequence >= from) yield record;
    }
  }
}

function reportDamage(file: string, line: number, onDamage: ReadRecordsOptions['onDamage']): void {
  const error = new IsocenterError('store/corrupt-record', { file: path.basename(file), line });
  if (!onDamage) throw error;
  onDamage(error);
}

function tooFarBehind(): IsocenterError {
  const reason = `${MAX_PENDING_RECORD_BYTES} bytes of records wait to be written`;
  return new IsocenterError('store/io', { what: 'the records', reason });
}
