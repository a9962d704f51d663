/** What is shown as black and as white before anybody chooses. */
import type { NiftiFile } from './read.ts';
import { readerOf } from './samples.ts';

/** Samples that are looked at, of one volume. */
const MOST_LOOKED_AT = 200_000;
/** Of those that are not 0, which is mostly what lies around: less is black, more is white. */
const shares = { least: 0.02, most: 0.98 } as const;

/** As the header asks; where it does not, by the samples of the volume in the middle. The second is larger than the first. */
export function usualRange(file: NiftiFile): readonly [least: number, most: number] {
  if (file.header.shown) return file.header.shown;
  const values = someOf(file);
  const [least, most] = ends(values.filter((value) => value !== 0));
  if (most > least) return [least, most];
  const all = [Math.min(0, least), Math.max(0, most)] as const;
  return all[1] > all[0] ? all : [all[0], all[0] + 1];
}

function someOf(file: NiftiFile): Float64Array {
  const { size, volumes } = file.header;
  const count = size[0] * size[1] * size[2];
  const step = Math.max(1, Math.floor(count / MOST_LOOKED_AT));
  const read = readerOf(file);
  const first = (volumes >> 1) * count;
  return Float64Array.from({ length: Math.ceil(count / step) }, (_, i) => read(first + i * step, 0))
    .filter(Number.isFinite)
    .sort();
}

function ends(sorted: Float64Array): [number, number] {
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return [at(shares.least), at(shares.most)];
}
