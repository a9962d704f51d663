import type { AuditRecord, AuditVerification } from '../../contract/index.ts';
import type { Checkpoint } from './checkpoints.ts';
import { CHAIN_START, recordOf } from './record.ts';

type Problem = NonNullable<AuditVerification['problem']>;

/** Reads the whole log and names the first record that is not what was written. */
export async function verifyAudit(
  lines: AsyncIterable<string> | Iterable<string>,
  checkpoints: readonly (Checkpoint | undefined)[],
): Promise<AuditVerification> {
  const signed = checkpoints.filter((one) => one !== undefined);
  const chain = new Chain(signed);
  for await (const line of lines) chain.follow(line);
  const problem = chain.end() ?? forgedCheckpoint(checkpoints);
  return { records: chain.records, checkpoints: signed.length, problem: problem ?? null };
}

function forgedCheckpoint(checkpoints: readonly (Checkpoint | undefined)[]): Problem | undefined {
  const at = checkpoints.indexOf(undefined);
  if (at < 0) return undefined;
  const sequence = checkpoints[at - 1]?.sequence ?? 0;
  return {
    kind: 'checkpoint',
    sequence,
    detail: `checkpoint ${at + 1} is not signed with the key of this archive`,
  };
}

class Chain {
  records = 0;
  readonly #checkpoints: ReadonlyMap<number, Checkpoint>;
  readonly #lastCheckpoint: number;
  /** The newest record that a checkpoint vouches for. */
  #proven = 0;
  #previous: Pick<AuditRecord, 'sequence' | 'hash'> = { sequence: 0, hash: CHAIN_START };
  #problem: Problem | undefined;

  constructor(checkpoints: readonly Checkpoint[]) {
    this.#checkpoints = new Map(checkpoints.map((one) => [one.sequence, one]));
    this.#lastCheckpoint = Math.max(0, ...this.#checkpoints.keys());
  }

  follow(line: string): void {
    this.records++;
    if (this.#problem) {
      this.#lookForMissing(line);
      return;
    }
    const expected = this.#previous.sequence + 1;
    const record = recordOf(line);
    if (!record)
      this.#problem = { kind: 'altered', sequence: expected, detail: 'it is not what its hash says' };
    else if (record.sequence !== expected) this.#problem = outOfPlace(expected, record.sequence);
    else if (record.previous !== this.#previous.hash) this.#problem = this.#brokenLink(expected);
    else this.#accept(record);
  }

  end(): Problem | undefined {
    if (this.#problem) return this.#problem;
    const { sequence } = this.#previous;
    if (this.#lastCheckpoint <= sequence) return undefined;
    const detail = `the log was cut off; it had at least ${this.#lastCheckpoint} records`;
    return { kind: 'cut-off', sequence: sequence + 1, detail };
  }

  #accept(record: AuditRecord): void {
    const checkpoint = this.#checkpoints.get(record.sequence);
    if (checkpoint && checkpoint.hash !== record.hash) {
      const detail = `records ${this.#proven + 1} to ${record.sequence} were written again`;
      this.#problem = { kind: 'rewritten', sequence: this.#proven + 1, detail };
      return;
    }
    if (checkpoint) this.#proven = record.sequence;
    this.#previous = record;
  }

  /** A record that agrees with its own hash, but not with what the next one knows of it. */
  #brokenLink(expected: number): Problem {
    const before = expected - 1;
    const sequence = before > this.#proven ? before : expected;
    return { kind: 'altered', sequence, detail: 'it was written again, with a hash to fit' };
  }

  /** What seemed to be missing may stand further on. */
  #lookForMissing(line: string): void {
    const problem = this.#problem;
    if (problem?.kind !== 'missing' || recordOf(line)?.sequence !== problem.sequence) return;
    this.#problem = { ...problem, kind: 'reordered', detail: `it stands at line ${this.records}` };
  }
}

function outOfPlace(expected: number, found: number): Problem {
  return found > expected
    ? { kind: 'missing', sequence: expected, detail: `record ${found} stands in its place` }
    : { kind: 'reordered', sequence: expected, detail: `record ${found} stands in its place` };
}
