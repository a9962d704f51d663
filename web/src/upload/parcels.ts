/**
 * How files travel: a large one alone, small ones many together in a zip. An upload costs the archive a job,
 * which is nothing beside a disc image and eight times as much as what it takes to store a small slice. Pure.
 */
import { mayHoldFiles } from './content.ts';
import type { FoundFile } from './found-files.ts';

export interface Parcel {
  readonly files: readonly [FoundFile, ...FoundFile[]];
  readonly bytes: number;
}

/** What fits into one parcel, and the largest file that shares one. */
export const parcelLimits: Limits = { bytes: 16 * 2 ** 20, files: 500, shared: 4 * 2 ** 20 };

type Limits = Readonly<Record<'bytes' | 'files' | 'shared', number>>;

/** In the order of their paths: the same files make the same parcels again, and adding them once more goes on where it was. */
export function parcelsOf(found: readonly FoundFile[], limits = parcelLimits): Parcel[] {
  const parcels: Parcel[] = [];
  let open: FoundFile[] = [];
  let bytes = 0;
  const close = () => {
    const [first, ...others] = open;
    if (first) parcels.push({ files: [first, ...others], bytes });
    open = [];
    bytes = 0;
  };
  for (const one of found.toSorted(byPath)) {
    const { size } = one.file;
    if (size > limits.shared || mayHoldFiles(one.file)) {
      parcels.push({ files: [one], bytes: size });
      continue;
    }
    if (open.length === limits.files || bytes + size > limits.bytes) close();
    open.push(one);
    bytes += size;
  }
  close();
  return parcels;
}

const byPath = ({ path: a }: FoundFile, { path: b }: FoundFile): number => (a < b ? -1 : Number(a > b));
