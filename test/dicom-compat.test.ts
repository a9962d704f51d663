import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Dataset, parseFile, transferSyntaxOf, writeDataset, writeFile } from '../src/dicom/index.ts';
import { loadCompat, readSample, sampleData } from './support/sample-data.ts';

/** A file that may differ: which byte, and why. */
interface Exception {
  readonly path: string;
  readonly byte: number;
  readonly why: string;
}

const exceptions = JSON.parse(
  readFileSync(new URL('dicom-compat.exceptions.json', import.meta.url), 'utf8'),
) as readonly Exception[];
const excepted = new Set(exceptions.map(({ path }) => path));

if (!sampleData) console.warn('SKIPPED: files as pydicom reads them (the sample data is not here)');

/** All that pydicom reads, damaged files included: they are read tolerantly, as pydicom does. */
describe.skipIf(!sampleData)('files as pydicom reads them', () => {
  const rows = sampleData ? loadCompat().filter(({ pydicom }) => pydicom === 'ok') : [];

  it('has them all', () => {
    expect(rows.length).toBeGreaterThan(400);
  });

  it.each(rows)('$path has as many elements', ({ path, elementCount }) => {
    expect(countElements(parseFile(readSample(path), { tolerant: true }).dataset)).toBe(elementCount);
  });

  it.each(rows.filter(({ path }) => !excepted.has(path)))('$path is written byte for byte', ({ path }) => {
    const bytes = readSample(path);
    const file = parseFile(bytes, { tolerant: true });
    if (transferSyntaxOf(file.transferSyntaxUid)?.deflated) {
      const inflated = inflateRawSync(bytes.subarray(file.dataSetOffset));
      const written = inflateRawSync(writeDataset(file.dataset, file.transferSyntaxUid));
      expect(Buffer.compare(written, inflated)).toBe(0);
    } else {
      expect(Buffer.compare(writeFile(file), bytes)).toBe(0);
    }
  });
});

function countElements(dataset: Dataset): number {
  let count = 0;
  for (const { value } of dataset) {
    count += 1;
    if (value.kind === 'items') for (const item of value.items) count += countElements(item);
  }
  return count;
}
