import { open } from 'node:fs/promises';
import { asIsocenterError, inParallel } from '../base/index.ts';
import { type Dataset, HeaderParser, tags } from '../dicom/index.ts';

/** A file of a series, with what tells whether it is still the same. */
export interface SeriesFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Differs as soon as the content does. */
  readonly fingerprint: string;
}

/** Images that belong together. */
export interface SeriesFiles {
  readonly seriesInstanceUid: string;
  /** By path. */
  readonly files: readonly SeriesFile[];
  /** Of the first file, without its pixels: what names are made of. */
  readonly header: Dataset;
}

/** Files that no series came of. */
export interface LeftOut {
  readonly path: string;
  readonly reason: string;
}

/** Headers that are read at the same time. */
const READING = 8;
const FIRST_READ = 64 * 1024;

/**
 * Sorts files by their series. What has no pixels (reports, marks, settings) makes no volume and is left out, as what cannot be read is.
 * A file counts as the same as long as its size and its time are.
 */
export async function groupBySeries(
  paths: Iterable<string> | AsyncIterable<string>,
): Promise<{ readonly series: readonly SeriesFiles[]; readonly leftOut: readonly LeftOut[] }> {
  const files = await Array.fromAsync(inParallel(paths, READING, readFile));
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const images = files.filter((file) => 'header' in file);
  const series = Map.groupBy(images, ({ header }) => header.string(tags.SeriesInstanceUID) ?? '');
  return {
    series: [...series].map(([seriesInstanceUid, [...group]]) => ({
      seriesInstanceUid,
      files: group.map(({ path, bytes, fingerprint }) => ({ path, bytes, fingerprint })),
      header: group[0]!.header,
    })),
    leftOut: files.filter((file) => 'reason' in file),
  };
}

async function readFile(path: string): Promise<(SeriesFile & { readonly header: Dataset }) | LeftOut> {
  try {
    await using file = await open(path);
    const { size, mtimeMs } = await file.stat();
    const parser = new HeaderParser({ file: true });
    let header = undefined as ReturnType<typeof parser.push>;
    for (let at = 0, length = FIRST_READ; at < size && !header; at += length, length *= 4) {
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, at);
      header = parser.push(buffer.subarray(0, bytesRead));
    }
    header ??= parser.end();
    if (!header.hasPixelData) return { path, reason: 'no image' };
    return { path, bytes: size, fingerprint: `${size} ${mtimeMs}`, header: header.dataset };
  } catch (error) {
    return { path, reason: asIsocenterError(error).message };
  }
}
