import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** The shared sample files, or undefined: they are never part of the repository. */
export const sampleData: string | undefined = [
  process.env.ISOCENTER_SAMPLE_DATA,
  resolve(projectRoot, '../shared/data'),
].find((path) => path !== undefined && existsSync(join(path, 'index.tsv')));

/** One line of `index.tsv`: where a sample comes from and what it tests. */
export interface IndexRow {
  readonly path: string;
  readonly source_repo: string;
  readonly licence: string;
  readonly bytes: string;
  readonly modality_sopclass: string;
  readonly transfer_syntax: string;
  readonly charset: string;
  readonly tests: string;
}

/** One line of `compat.tsv`: what other programs say about a sample. */
export interface CompatRow {
  readonly path: string;
  readonly sopclass: string;
  readonly ts: string;
  readonly dcmdump: string;
  readonly dciodvfy: string;
  /** `ok`, or how it fails. */
  readonly pydicom: string;
  /** Recursive, without group 0002; NaN when pydicom could not say. */
  readonly elementCount: number;
  /** `ok` where GDCM decodes the pixel data, another word where it fails, nothing where there is none. */
  readonly gdcm: string;
  /** Of all frames as GDCM decodes them, hexadecimal; empty where it does not. */
  readonly sha256OfPixels: string;
}

export function samplePath(path: string): string {
  if (sampleData === undefined)
    throw new Error('The sample data is not here; guard the suite with sampleData.');
  return join(sampleData, path);
}

export function readSample(path: string): Uint8Array {
  return new Uint8Array(readFileSync(samplePath(path)));
}

export function loadIndex(): IndexRow[] {
  return readTable('index.tsv') as unknown as IndexRow[];
}

export function loadCompat(): CompatRow[] {
  return readTable('compat.tsv').map((row) => ({
    path: row.path ?? '',
    sopclass: row.sopclass ?? '',
    ts: row.ts ?? '',
    dcmdump: row['dcmdump(3.6.7)'] ?? '',
    dciodvfy: row.dciodvfy ?? '',
    pydicom: row['pydicom(2.3.1)'] ?? '',
    elementCount: Number.parseInt(row.n_elements ?? '', 10),
    gdcm: row['gdcmconv_raw(3.0.21)'] ?? '',
    sha256OfPixels: row.sha256_decoded_pixels ?? '',
  }));
}

function readTable(name: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(samplePath(name), 'utf8').trimEnd().split('\n');
  const columns = header.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']));
  });
}
