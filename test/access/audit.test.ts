import { createHash } from 'node:crypto';
import { appendFileSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Audit, type AuditNote } from '../../src/access/index.ts';
import type { AuditRecord } from '../../src/contract/index.ts';
import { openSecrets } from '../support/access.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const records = 100_000;
const batch = 5_000;

const note = (i: number): AuditNote => ({
  actor: { kind: 'user', name: 'ada' },
  address: '203.0.113.5',
  action: 'read',
  via: 'GET /dicom-web/studies/:study',
  outcome: 'done',
  studies: [`1.2.${i}`],
});

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = new TemporaryDirectory('audit');
});
afterEach(() => directory.remove());

const open = async () => Audit.open({ data: directory.path, secrets: await openSecrets(directory.path) });

async function write(from: number, count: number, { close = true } = {}): Promise<Audit> {
  const audit = await open();
  for (let i = from; i < from + count; i++) {
    audit.note(note(i));
    if (i % batch === batch - 1) await audit.flush();
  }
  await audit.flush();
  if (close) await audit.close();
  return audit;
}

const logFile = () => globSync(directory.join('audit/*.jsonl')).sort()[0]!;
const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').filter(Boolean);

async function verifyAfter(change: (lines: string[]) => string[]) {
  const original = readFileSync(logFile());
  try {
    writeFileSync(
      logFile(),
      change(linesOf(logFile()))
        .map((line) => `${line}\n`)
        .join(''),
    );
    const audit = await open();
    const result = await audit.verify();
    await audit.close();
    return result.problem;
  } finally {
    writeFileSync(logFile(), original);
  }
}

/** What somebody who knows how the hashes are made writes. */
function written(line: string, change: Partial<AuditRecord>): string {
  const { hash: _, ...unsigned } = { ...(JSON.parse(line) as AuditRecord), ...change };
  const hash = createHash('sha256').update(JSON.stringify(unsigned)).digest('hex');
  return JSON.stringify({ ...unsigned, hash });
}

it(`names the first of ${records} records that was altered, deleted, moved or cut off`, {
  timeout: 120_000,
}, async () => {
  await write(0, records);
  expect(globSync(directory.join('audit/*.jsonl'))).toHaveLength(2);
  const untouched = await open();
  expect(await untouched.verify()).toMatchObject({ records, problem: null });
  await untouched.close();
  // The first file holds fewer.
  const middle = 41_234;
  const at = middle - 1;
  const attacks: [string, (lines: string[]) => string[]][] = [
    ['altered', (lines) => lines.with(at, lines[at]!.replace('ada', 'eve'))],
    ['altered', (lines) => lines.with(at, written(lines[at]!, { address: '10.0.0.1' }))],
    ['missing', (lines) => lines.toSpliced(at, 1)],
    ['reordered', (lines) => lines.with(at, lines[at + 5]!).with(at + 5, lines[at]!)],
    ['reordered', (lines) => lines.toSpliced(at, 0, lines[3]!)],
    ['altered', (lines) => lines.with(at, 'not a record')],
  ];
  for (const [kind, attack] of attacks) {
    expect(await verifyAfter(attack)).toMatchObject({ kind, sequence: middle });
  }
});

describe('what is written again with hashes that fit', () => {
  it('is found from the last checkpoint before it on', async () => {
    await write(0, 10_000);
    const checkpoints = linesOf(directory.join('private/audit/checkpoints.jsonl')).map(
      (line) => JSON.parse(line).sequence,
    );
    expect(checkpoints).toEqual([5_000, 10_000]);
    const rewritten = (lines: string[]) => {
      const result = lines.slice(0, 6_000);
      let previous = (JSON.parse(lines[5_999]!) as AuditRecord).hash;
      for (const line of lines.slice(6_000)) {
        result.push(written(line, { actor: { kind: 'user', name: 'eve' }, previous }));
        previous = (JSON.parse(result.at(-1)!) as AuditRecord).hash;
      }
      return result;
    };
    expect(await verifyAfter(rewritten)).toMatchObject({ kind: 'rewritten', sequence: 5_001 });
  });
});

it('a tail that was cut off is missed, also when writing went on behind it', async () => {
  await write(0, 100);
  writeFileSync(
    logFile(),
    linesOf(logFile())
      .slice(0, 60)
      .map((line) => `${line}\n`)
      .join(''),
  );
  const audit = await open();
  expect((await audit.verify()).problem).toMatchObject({ kind: 'cut-off', sequence: 61 });
  for (let i = 0; i < 100; i++) audit.note(note(i));
  expect((await audit.verify()).problem).toMatchObject({ kind: 'rewritten', sequence: 1 });
  await audit.close();
});

it('a checkpoint that this archive has not signed is told', async () => {
  await write(0, 10);
  appendFileSync(
    directory.join('private/audit/checkpoints.jsonl'),
    `${JSON.stringify({ sequence: 10, hash: 'x', at: 'now', signature: 'AAAA' })}\n`,
  );
  const audit = await open();
  expect((await audit.verify()).problem).toMatchObject({ kind: 'checkpoint', sequence: 10 });
  await audit.close();
});

it('a line that a power cut tore is cut off, and the chain goes on', async () => {
  await write(0, 10);
  appendFileSync(logFile(), '{"sequence":11,"at":"20');
  await write(10, 10);
  const audit = await open();
  expect(await audit.verify()).toMatchObject({ records: 20, problem: null });
  await audit.close();
});

it('the same within a second is one record with a count', async () => {
  const audit = await open();
  for (let i = 0; i < 500; i++) audit.note(note(1));
  audit.note({ ...note(1), outcome: 'refused' });
  const found: AuditRecord[] = [];
  for await (const record of audit.read()) found.push(record);
  expect(found.map(({ count, outcome }) => [count, outcome])).toEqual([
    [500, 'done'],
    [1, 'refused'],
  ]);
  await audit.close();
});
