import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IsocenterError } from '../base/index.ts';
import { type DataDirectory, type JournalRecord, openDataDirectory, RecordJournal } from './index.ts';

let directory: DataDirectory;

const open = (maxSegmentBytes?: number): Promise<RecordJournal> =>
  RecordJournal.open(maxSegmentBytes === undefined ? { directory } : { directory, maxSegmentBytes });

async function readAll(journal: RecordJournal, from = 0): Promise<JournalRecord[]> {
  const records: JournalRecord[] = [];
  for await (const record of journal.read({ from })) records.push(record);
  return records;
}

const segments = (): string[] => fs.readdirSync(directory.records).sort();
const segmentPath = (index: number): string => path.join(directory.records, segments().at(index)!);

beforeEach(() => {
  directory = openDataDirectory(fs.mkdtempSync(path.join(os.tmpdir(), 'isocenter-journal-')));
});

afterEach(() => fs.rmSync(directory.root, { recursive: true, force: true }));

describe('appending', () => {
  it('numbers records from 1 and gives them back', async () => {
    const journal = await open();
    expect(await journal.append('label', { text: 'Grüße\n' })).toBe(1);
    expect(await journal.append('trash', null)).toBe(2);
    expect(await readAll(journal)).toMatchObject([
      { sequence: 1, kind: 'label', payload: { text: 'Grüße\n' } },
      { sequence: 2, kind: 'trash', payload: null },
    ]);
    await journal.close();
    await expect(journal.append('late', 1)).rejects.toThrow(/closed/);
  });

  it('goes on where the last process stopped', async () => {
    const first = await open();
    await Promise.all(Array.from({ length: 100 }, (_, n) => first.append('n', n)));
    await first.close();
    const second = await open();
    expect(second.lastSequence).toBe(100);
    expect(await second.append('n', 100)).toBe(101);
    expect((await readAll(second)).map(({ payload }) => payload)).toEqual(
      Array.from({ length: 101 }, (_, n) => n),
    );
    expect(segments()).toHaveLength(1);
  });

  it('starts new files by size, and reads from a number on', async () => {
    const journal = await open(500);
    for (let n = 1; n <= 50; n++) await journal.append('n', n);
    expect(segments().length).toBeGreaterThan(5);
    expect((await readAll(journal, 48)).map(({ sequence }) => sequence)).toEqual([48, 49, 50]);
    expect(await readAll(journal)).toHaveLength(50);
    await journal.close();
    expect((await open(500)).lastSequence).toBe(50);
  });

  it('refuses a record that is too long, and goes on', async () => {
    const journal = await open();
    await expect(journal.append('big', 'x'.repeat(1024 * 1024))).rejects.toMatchObject({
      code: 'input/invalid',
    });
    expect(await journal.append('small', 1)).toBe(1);
  });
});

describe('damage', () => {
  async function journalOf(count: number): Promise<void> {
    const journal = await open();
    for (let n = 1; n <= count; n++) await journal.append('n', n);
    await journal.close();
  }

  it('a file cut at every byte opens, keeps the whole records, and goes on', async () => {
    await journalOf(3);
    const whole = fs.readFileSync(segmentPath(0));
    for (let length = 0; length < whole.length; length += 7) {
      fs.writeFileSync(segmentPath(0), whole.subarray(0, length));
      const journal = await open();
      const kept = whole.subarray(0, length).filter((byte) => byte === 10).length;
      expect(await readAll(journal)).toHaveLength(kept);
      await journal.append('after', length);
      expect((await readAll(journal)).at(-1)).toMatchObject({ kind: 'after', payload: length });
      await journal.close();
    }
  });

  it('moves a torn tail aside', async () => {
    await journalOf(2);
    fs.appendFileSync(segmentPath(0), Buffer.alloc(700));
    await (await open()).close();
    const [aside, note] = fs.readdirSync(directory.quarantine).sort();
    expect(fs.readFileSync(path.join(directory.quarantine, aside!))).toEqual(Buffer.alloc(700));
    expect(note).toBe(`${aside}.json`);
    const written = JSON.parse(fs.readFileSync(path.join(directory.quarantine, note!), 'utf8'));
    expect(written).toMatchObject({ code: 'store/torn-record', size: 700 });
  });

  it('does not give out the numbers of damaged lines again', async () => {
    await journalOf(2);
    const text = fs.readFileSync(segmentPath(0), 'utf8');
    fs.writeFileSync(segmentPath(0), text.replace('"payload":2', '"payload":3'));
    const journal = await open();
    expect(await journal.append('n', 3)).toBe(3);
  });

  it('reports a damaged line in the middle and skips it', async () => {
    await journalOf(3);
    const text = fs.readFileSync(segmentPath(0), 'utf8');
    fs.writeFileSync(segmentPath(0), text.replace('"payload":2', '"payload":7'));
    const journal = await open();
    const damage: IsocenterError[] = [];
    const kept: number[] = [];
    for await (const { sequence } of journal.read({ onDamage: (error) => damage.push(error) }))
      kept.push(sequence);
    expect(kept).toEqual([1, 3]);
    expect(damage).toMatchObject([{ code: 'store/corrupt-record', params: { line: 2 } }]);
    await expect(readAll(journal)).rejects.toMatchObject({ code: 'store/corrupt-record' });
  });

  it('survives a line of many megabytes', async () => {
    await journalOf(1);
    fs.appendFileSync(segmentPath(0), `${'x'.repeat(5_000_000)}\n`);
    const journal = await open();
    expect(await journal.append('n', 2)).toBe(3);
    expect(await readAll(journal)).toHaveLength(2);
  });
});
