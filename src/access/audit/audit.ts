import path from 'node:path';
import { type Clock, type Logger, silentLogger, systemClock } from '../../base/index.ts';
import type { AuditRecord, AuditVerification } from '../../contract/index.ts';
import { AppendFile, openDataDirectory, type Secrets } from '../../store/index.ts';
import { type ChainEnd, chainEndIn } from './chain-end.ts';
import { Checkpoints } from './checkpoints.ts';
import { type AuditContent, chained, recordOf } from './record.ts';
import { firstOf, linesIn, linesOf, segmentName, segmentsIn } from './segments.ts';
import { verifyAudit } from './verify.ts';

/** What is the same within this time is one record with a count: 2,000 images of a study are not 2,000 records. */
const GATHER_MS = 1_000;
/** Different things gathered at most; more are written at once. */
const MAX_GATHERED = 5_000;
/** Of them kept for the next try when the disk fails; the rest is room for what comes. */
const MAX_PUT_BACK = MAX_GATHERED / 2;
const MAX_SEGMENT_BYTES = 32 * 1024 * 1024;
const CHECKPOINT_EVERY_RECORDS = 1_000;
const CHECKPOINT_EVERY_MS = 60_000;
/** What one record names. */
const MAX_NAMED_STUDIES = 20;
const MAX_NAMED_FILES = 1_000;

export type AuditNote = Omit<AuditContent, 'at' | 'count'>;

export interface AuditOptions {
  readonly data: string;
  /** Has the key that checkpoints are signed with. */
  readonly secrets: Secrets;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** Who did what to which study, from where: an append-only chain of records, with signed checkpoints outside of it. */
export class Audit {
  readonly #directory: string;
  readonly #checkpoints: Checkpoints;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #file: AppendFile;
  #last: ChainEnd;
  #checkpointed: { readonly sequence: number; readonly at: number };
  #gathered = new Map<string, AuditContent>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(
    directory: string,
    file: AppendFile,
    last: ChainEnd,
    checkpoints: Checkpoints,
    { clock = systemClock, logger = silentLogger }: AuditOptions,
  ) {
    this.#directory = directory;
    this.#file = file;
    this.#checkpoints = checkpoints;
    this.#clock = clock;
    this.#logger = logger;
    this.#last = last;
    this.#checkpointed = { sequence: last.sequence, at: clock.monotonic() };
  }

  static async open(options: AuditOptions): Promise<Audit> {
    const directory = openDataDirectory(options.data);
    const name = segmentsIn(directory.audit).at(-1) ?? segmentName(1);
    const file = await AppendFile.open(path.join(directory.audit, name), 'the audit log', 0o640);
    // What a power cut tore is gone now, and a line that is whole needs no look at the others.
    const whole = file.lastLine === undefined ? undefined : recordOf(file.lastLine);
    const last = whole ?? (await chainEndIn(directory.audit));
    const checkpoints = await Checkpoints.open(directory, options.secrets);
    return new Audit(directory.audit, file, last, checkpoints, options);
  }

  /** Costs a look into a map; it is on the disk a second later. */
  note({ actor, address, action, via, outcome, studies, patients, files, reason }: AuditNote): void {
    const what = [action, via, outcome, studies, patients, files, reason];
    const key = JSON.stringify([actor.kind, actor.name, address, ...what]);
    const same = this.#gathered.get(key);
    if (same) {
      this.#gathered.set(key, { ...same, count: same.count + 1 });
      return;
    }
    const at = this.#clock.now().toISOString();
    const named = studies.slice(0, MAX_NAMED_STUDIES);
    const given = {
      ...(patients && { patients }),
      ...(files && { files: files.slice(0, MAX_NAMED_FILES) }),
      ...(reason !== undefined && { reason }),
    };
    const who = { kind: actor.kind, name: actor.name };
    const record = { at, actor: who, address, action, via, outcome, studies: named, ...given, count: 1 };
    this.#gathered.set(key, record);
    if (this.#gathered.size >= MAX_GATHERED) void this.#writeAll();
    else this.#timer ??= setTimeout(() => void this.#writeAll(), GATHER_MS).unref();
  }

  /** Everything noted before is on the disk when it resolves, unless the disk fails: then the log says so. */
  flush(): Promise<void> {
    return this.#writeAll();
  }

  /** Records, oldest first. What is no record any more is left out; `verify` names it. */
  async *read(): AsyncGenerator<AuditRecord, void, void> {
    await this.flush();
    for await (const line of linesIn(this.#directory)) {
      const record = recordOf(line);
      if (record) yield record;
    }
  }

  /** The same, newest first; files of the log that begin at `before` or later are not opened. One file is held at a time. */
  async *readBackwards(before = Number.POSITIVE_INFINITY): AsyncGenerator<AuditRecord, void, void> {
    await this.flush();
    for (const name of segmentsIn(this.#directory).toReversed()) {
      if (firstOf(name) >= before) continue;
      const lines = await Array.fromAsync(linesOf(path.join(this.#directory, name)));
      // Checking the hash of a line costs more than reading it: only of those that somebody takes.
      for (const line of lines.reverse()) {
        const record = recordOf(line);
        if (record && record.sequence < before) yield record;
      }
    }
  }

  async verify(): Promise<AuditVerification> {
    await this.flush();
    return await verifyAudit(linesIn(this.#directory), this.#checkpoints.read());
  }

  async close(): Promise<void> {
    try {
      await this.flush();
      await this.#addCheckpoint();
    } finally {
      this.#file.close();
      this.#checkpoints.close();
    }
  }

  #writeAll(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#writeGathered());
    return this.#writing;
  }

  /** Never rejects: what cannot be written is tried again with what comes next. */
  async #writeGathered(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const gathered = this.#gathered;
    if (gathered.size === 0) return;
    this.#gathered = new Map();
    try {
      await this.#append([...gathered.values()]);
    } catch (error) {
      const lost = this.#putBack(gathered);
      this.#logger.error({ err: error, lost }, 'the audit log cannot be written');
      return;
    }
    try {
      if (this.#isCheckpointDue()) await this.#addCheckpoint();
    } catch (error) {
      // The records are there; the next checkpoint vouches for them too.
      this.#logger.error({ err: error }, 'no checkpoint of the audit log can be written');
    }
  }

  /** Before what was noted meanwhile. Answers how many records there is no room for. */
  #putBack(gathered: ReadonlyMap<string, AuditContent>): number {
    const all = new Map(gathered);
    for (const [key, content] of this.#gathered) {
      const before = all.get(key);
      all.set(key, before ? { ...before, count: before.count + content.count } : content);
    }
    // The oldest stay: whoever makes a disk fail does not get rid of what they did before.
    const kept = [...all].slice(0, MAX_PUT_BACK);
    this.#gathered = new Map(kept);
    return all.size - kept.length;
  }

  async #append(contents: readonly AuditContent[]): Promise<void> {
    let last = this.#last;
    let text = '';
    for (const content of contents) {
      const { record, line } = chained(content, last.sequence + 1, last.hash);
      text += line;
      last = record;
    }
    if (this.#file.size > MAX_SEGMENT_BYTES) await this.#nextSegment();
    await this.#file.append(text);
    this.#last = last;
  }

  async #nextSegment(): Promise<void> {
    const name = segmentName(this.#last.sequence + 1);
    const next = await AppendFile.open(path.join(this.#directory, name), 'the audit log', 0o640);
    this.#file.close();
    this.#file = next;
  }

  #isCheckpointDue(): boolean {
    const { sequence, at } = this.#checkpointed;
    return (
      this.#last.sequence - sequence >= CHECKPOINT_EVERY_RECORDS ||
      this.#clock.monotonic() - at >= CHECKPOINT_EVERY_MS
    );
  }

  async #addCheckpoint(): Promise<void> {
    const { sequence, hash } = this.#last;
    if (sequence === this.#checkpointed.sequence) return;
    await this.#checkpoints.add(sequence, hash, this.#clock.now().toISOString());
    this.#checkpointed = { sequence, at: this.#clock.monotonic() };
  }
}
