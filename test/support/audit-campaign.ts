/** Somebody who can write to the audit log changes what it says, anywhere in it: each change is found and named. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Audit, type AuditNote } from '../../src/access/index.ts';
import type { AuditRecord } from '../../src/contract/index.ts';
import { openSecrets } from './access.ts';
import { seededRandom } from './random.ts';
import { TemporaryDirectory } from './temp.ts';

/** Records between two calls of `flush`, as a busy archive makes them. */
const BATCH = 5_000;

export const auditNote = (i: number): AuditNote => ({
  actor: { kind: 'user', name: 'ada' },
  address: '203.0.113.5',
  action: 'read',
  via: 'GET /dicom-web/studies/:study',
  outcome: 'done',
  studies: [`1.2.${i}`],
});

/** A log of its own. */
export class AuditLog implements Disposable {
  readonly directory = new TemporaryDirectory('audit');

  async open(): Promise<Audit> {
    return await Audit.open({ data: this.directory.path, secrets: await openSecrets(this.directory.path) });
  }

  /** Notes from number `from` on, through one run of the program. */
  async write(from: number, count: number): Promise<void> {
    const audit = await this.open();
    for (let i = from; i < from + count; i++) {
      audit.note(auditNote(i));
      if (i % BATCH === BATCH - 1) await audit.flush();
    }
    await audit.close();
  }

  /** The files of the log, the first records first. */
  files(): string[] {
    return globSync(this.directory.join('audit/*.jsonl')).sort();
  }

  async verify(): Promise<Awaited<ReturnType<Audit['verify']>>> {
    const audit = await this.open();
    try {
      return await audit.verify();
    } finally {
      await audit.close();
    }
  }

  [Symbol.dispose](): void {
    this.directory.remove();
  }
}

export const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);

export function writeLines(file: string, lines: readonly string[]): void {
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
}

/** What somebody writes who knows how the hashes are made. */
export function rewritten(line: string, change: Partial<AuditRecord>): string {
  const { hash: _, ...unsigned } = { ...(JSON.parse(line) as AuditRecord), ...change };
  const hash = createHash('sha256').update(JSON.stringify(unsigned)).digest('hex');
  return JSON.stringify({ ...unsigned, hash });
}

interface Found {
  readonly kind: string;
  readonly sequence: number;
}

/** Changes the lines of one file at a place in it; `at` is not the last line. */
type Attack = (lines: string[], at: number) => string[];

/** By what they are found as, at the record where they begin. */
const attacks: readonly (readonly [name: string, kind: string, Attack])[] = [
  ['a word altered', 'altered', (lines, at) => lines.with(at, lines[at]!.replace('ada', 'eve'))],
  [
    'altered, with a hash that fits',
    'altered',
    (lines, at) => lines.with(at, rewritten(lines[at]!, { address: '10.0.0.1' })),
  ],
  ['replaced by nonsense', 'altered', (lines, at) => lines.with(at, 'not a record')],
  ['deleted', 'missing', (lines, at) => lines.toSpliced(at, 1)],
  ['two changed places', 'reordered', (lines, at) => lines.with(at, lines[at + 1]!).with(at + 1, lines[at]!)],
  ['an old one put in', 'reordered', (lines, at) => lines.toSpliced(at, 0, lines[0]!)],
];

export interface AuditCampaignReport {
  readonly records: number;
  readonly attacks: number;
  /** What was not found, or not named rightly. There should be none. */
  readonly missed: readonly string[];
}

/**
 * Each attack is done to a whole log, at a place taken at random, looked for, and undone. Cutting off tails is one of
 * them: within the last file, and whole files with everything behind.
 */
export async function runAuditCampaign({
  records,
  rounds,
  seed,
}: {
  readonly records: number;
  /** Of all attacks, each at another place. */
  readonly rounds: number;
  readonly seed: number;
}): Promise<AuditCampaignReport> {
  using log = new AuditLog();
  await log.write(0, records);
  const random = seededRandom(seed);
  const missed: string[] = [];
  let count = 0;
  const expectFound = async (name: string, expected: Found): Promise<void> => {
    const { problem } = await log.verify();
    count++;
    if (problem?.kind !== expected.kind || problem.sequence !== expected.sequence)
      missed.push(`${name} at ${expected.sequence}: found ${JSON.stringify(problem)}`);
  };
  for (let round = 0; round < rounds; round++) {
    for (const [name, kind, attack] of attacks) {
      const files = log.files();
      const file = files[Math.floor(random() * files.length)]!;
      await undone([file], async () => {
        const lines = linesOf(file);
        // Behind the first, so that there is an older one, and before the last, so that there is a next one.
        const at = 1 + Math.floor(random() * (lines.length - 2));
        const { sequence } = JSON.parse(lines[at]!) as AuditRecord;
        writeLines(file, attack(lines, at));
        await expectFound(name, { kind, sequence });
      });
    }
    await cutOff(log, random, expectFound);
  }
  const { problem } = await log.verify();
  if (problem) missed.push(`the untouched log: ${JSON.stringify(problem)}`);
  return { records, attacks: count, missed };
}

/** A file loses its end, and all files behind it go. */
async function cutOff(
  log: AuditLog,
  random: () => number,
  expectFound: (name: string, expected: Found) => Promise<void>,
): Promise<void> {
  const files = log.files();
  const index = Math.floor(random() * files.length);
  const [file = '', ...behind] = files.slice(index);
  await undone([file, ...behind], async () => {
    const lines = linesOf(file);
    const kept = 1 + Math.floor(random() * (lines.length - 1));
    const { sequence } = JSON.parse(lines[kept - 1]!) as AuditRecord;
    writeLines(file, lines.slice(0, kept));
    for (const one of behind) rmSync(one);
    await expectFound('the tail cut off', { kind: 'cut-off', sequence: sequence + 1 });
  });
}

/** The files are as before afterwards, removed ones too. */
async function undone(files: readonly string[], work: () => Promise<void>): Promise<void> {
  const originals = files.map((file) => [file, readFileSync(file)] as const);
  try {
    await work();
  } finally {
    for (const [file, bytes] of originals) writeFileSync(file, bytes);
  }
}
