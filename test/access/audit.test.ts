import { appendFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Audit } from '../../src/access/index.ts';
import type { AuditRecord } from '../../src/contract/index.ts';
import {
  AuditLog,
  auditNote,
  linesOf,
  rewritten,
  runAuditCampaign,
  writeLines,
} from '../support/audit-campaign.ts';
import { FailingCalls } from '../support/failing-calls.ts';
import { findProgram } from '../support/processes.ts';
import { describeWithPeer } from '../support/skip.ts';

const records = 100_000;
const seed = Date.now() % 1_000;

let log: AuditLog;
beforeEach(() => {
  log = new AuditLog();
});
afterEach(() => log[Symbol.dispose]());

const logFile = () => log.files()[0]!;
const checkpointFile = () => log.directory.join('private/audit/checkpoints.jsonl');

it(`names the first of ${records} records that was altered, deleted, moved or cut off, seed ${seed}`, {
  timeout: 240_000,
}, async () => {
  const { attacks, missed } = await runAuditCampaign({ records, rounds: 1, seed });
  expect({ attacks, missed }).toEqual({ attacks: 7, missed: [] });
});

describe('what is written again with hashes that fit', () => {
  it('is found from the last checkpoint before it on', async () => {
    await log.write(0, 10_000);
    const checkpoints = linesOf(checkpointFile()).map((line) => JSON.parse(line).sequence);
    expect(checkpoints).toEqual([5_000, 10_000]);
    const withNewTail = (lines: string[]) => {
      const result = lines.slice(0, 6_000);
      let previous = (JSON.parse(lines[5_999]!) as AuditRecord).hash;
      for (const line of lines.slice(6_000)) {
        result.push(rewritten(line, { actor: { kind: 'user', name: 'eve' }, previous }));
        previous = (JSON.parse(result.at(-1)!) as AuditRecord).hash;
      }
      return result;
    };
    writeLines(logFile(), withNewTail(linesOf(logFile())));
    expect((await log.verify()).problem).toMatchObject({ kind: 'rewritten', sequence: 5_001 });
  });
});

it('a tail that was cut off is missed, also when writing went on behind it', async () => {
  await log.write(0, 100);
  writeLines(logFile(), linesOf(logFile()).slice(0, 60));
  const audit = await log.open();
  expect((await audit.verify()).problem).toMatchObject({ kind: 'cut-off', sequence: 61 });
  for (let i = 0; i < 100; i++) audit.note(auditNote(i));
  expect((await audit.verify()).problem).toMatchObject({ kind: 'rewritten', sequence: 1 });
  await audit.close();
});

it('a checkpoint that this archive has not signed is told', async () => {
  await log.write(0, 10);
  appendFileSync(
    checkpointFile(),
    `${JSON.stringify({ sequence: 10, hash: 'x', at: 'now', signature: 'AAAA' })}\n`,
  );
  const audit = await log.open();
  expect((await audit.verify()).problem).toMatchObject({ kind: 'checkpoint', sequence: 10 });
  await audit.close();
});

it('a line that a power cut tore is cut off, and the chain goes on', async () => {
  await log.write(0, 10);
  appendFileSync(logFile(), '{"sequence":11,"at":"20');
  await log.write(10, 10);
  const audit = await log.open();
  expect(await audit.verify()).toMatchObject({ records: 20, problem: null });
  await audit.close();
});

it('a segment that nothing was written to before the power cut does not begin the chain anew', async () => {
  await log.write(0, 10);
  writeFileSync(log.directory.join('audit/audit-000000000011.jsonl'), '');
  await log.write(10, 10);
  expect(log.files()).toHaveLength(2);
  expect(await log.verify()).toMatchObject({ records: 20, problem: null });
});

describe('a last line that is damaged', () => {
  const damage = (change: (line: string) => string): string[] => {
    const lines = linesOf(logFile());
    writeLines(logFile(), lines.with(-1, change(lines.at(-1)!)));
    return lines;
  };

  it('is followed by the next number, and named', async () => {
    await log.write(0, 10);
    damage(() => 'not a record');
    await log.write(10, 10);
    expect((JSON.parse(linesOf(logFile()).at(-1)!) as AuditRecord).sequence).toBe(20);
    expect((await log.verify()).problem).toMatchObject({ kind: 'altered', sequence: 10 });
  });

  it('that is put right again is followed by what came after', async () => {
    await log.write(0, 10);
    const lines = damage((line) => line.replace('ada', 'eve'));
    await log.write(10, 10);
    expect((await log.verify()).problem).toMatchObject({ kind: 'altered', sequence: 10 });
    writeLines(logFile(), linesOf(logFile()).with(9, lines.at(-1)!));
    expect(await log.verify()).toMatchObject({ records: 20, problem: null });
  });
});

it('the same within a second is one record with a count', async () => {
  const audit = await log.open();
  for (let i = 0; i < 500; i++) audit.note(auditNote(1));
  audit.note({ ...auditNote(1), outcome: 'refused' });
  audit.note({ ...auditNote(1), action: 'export' });
  expect((await recordsOf(audit)).map(({ count, action, outcome }) => [count, action, outcome])).toEqual([
    [500, 'read', 'done'],
    [1, 'read', 'refused'],
    [1, 'export', 'done'],
  ]);
  await audit.close();
});

describeWithPeer(
  'a disk that fails',
  findProgram('strace') !== undefined,
  () => {
    const failing = (path: string) => FailingCalls.of(process.pid, 'fdatasync:error=EIO', [path]);

    it('loses no count of what is tried again', async () => {
      const audit = await log.open();
      {
        await using _failing = await failing(logFile());
        for (let i = 0; i < 3; i++) audit.note(auditNote(1));
        const writing = audit.flush();
        // It has begun, and no call of the system has come back.
        for (let i = 0; i < 10; i++) await Promise.resolve();
        for (let i = 0; i < 2; i++) audit.note(auditNote(1));
        audit.note(auditNote(2));
        await writing;
      }
      expect((await recordsOf(audit)).map(({ count }) => count)).toEqual([5, 1]);
      await audit.close();
      expect(await log.verify()).toMatchObject({ records: 2, problem: null });
    });

    it('only where the checkpoints are has every record written once', async () => {
      const audit = await log.open();
      {
        await using _failing = await failing(checkpointFile());
        for (let i = 0; i < 1_500; i++) audit.note(auditNote(i));
        await audit.flush();
      }
      expect(await audit.verify()).toMatchObject({ records: 1_500, problem: null });
      await audit.close();
      expect(await log.verify()).toMatchObject({ records: 1_500, checkpoints: 1, problem: null });
    });

    it('when the log is closed leaves none of its files open', async () => {
      const audit = await log.open();
      audit.note(auditNote(1));
      {
        await using _failing = await failing(checkpointFile());
        await expect(audit.close()).rejects.toMatchObject({ code: 'store/io' });
      }
      expect(openFiles().filter((path) => path.startsWith(log.directory.path))).toEqual([]);
      expect(await log.verify()).toMatchObject({ records: 1, problem: null });
    });
  },
  'strace',
);

async function recordsOf(audit: Audit): Promise<AuditRecord[]> {
  const found: AuditRecord[] = [];
  for await (const record of audit.read()) found.push(record);
  return found;
}

/** Of this process. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      // The one that the list itself was read through.
      return [];
    }
  });
}
