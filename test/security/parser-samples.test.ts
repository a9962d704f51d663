import { describe, expect, it } from 'vitest';
import { IsocenterError } from '../../src/base/index.ts';
import { type Dataset, HeaderParser, parseFile } from '../../src/dicom/index.ts';
import { loadIndex, readSample, sampleData } from '../support/sample-data.ts';

/** Longest processor time for one file, in ms. */
const slow = 1_000;

if (!sampleData) console.warn('SKIPPED: the parser on every sample file (the sample data is not here)');

describe.skipIf(!sampleData)('the parser on every sample file, DICOM or not', () => {
  const rows = sampleData ? loadIndex() : [];

  it('has them all', () => {
    expect(rows.length).toBeGreaterThan(1_000);
  });

  it.each(rows)('$path', ({ path }) => {
    const bytes = readSample(path);
    const start = process.cpuUsage();
    const outcomes = [
      outcome(() => visit(parseFile(bytes).dataset)),
      outcome(() => visit(parseFile(bytes, { tolerant: true }).dataset)),
      outcome(() => header(bytes)),
    ];
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(slow);
    expect(outcomes.filter((each) => each !== 'read' && !each.startsWith('dicom/'))).toEqual([]);
  });
});

/** `read`, or the code of the register's error. Other errors are thrown on. */
function outcome(work: () => void): string {
  try {
    work();
    return 'read';
  } catch (error) {
    if (error instanceof IsocenterError) return error.code;
    throw error;
  }
}

function header(bytes: Uint8Array): void {
  const parser = new HeaderParser({ file: true });
  visit((parser.push(bytes) ?? parser.end()).dataset);
}

function visit(dataset: Dataset): void {
  for (const { value } of dataset) if (value.kind === 'items') value.items.forEach(visit);
}
