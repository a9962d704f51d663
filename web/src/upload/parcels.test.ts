import { describe, expect, it } from 'vitest';
import { parcelLimits, parcelsOf } from './parcels.ts';

const found = (path: string, size: number) => ({
  path,
  file: { name: path, size, lastModified: 0 } as File,
});
const limits = { bytes: 100, files: 3, shared: 40 };
const paths = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);

describe('parcels', () => {
  it('hold small files together, in the order of their paths, and large ones alone', () => {
    const files = [found('d', 10), found('b', 41), found('a', 40), found('c', 0), found('e', 30)];
    const parcels = parcelsOf(files, limits);
    expect(parcels.map(({ files }) => paths(files))).toEqual([['b'], ['a', 'c', 'd'], ['e']]);
    expect(parcels.map(({ bytes }) => bytes)).toEqual([41, 50, 30]);
    expect(parcelsOf(files.toReversed(), limits)).toEqual(parcels);
  });

  it('are full of bytes before they are full of files', () => {
    const parcels = parcelsOf([found('a', 40), found('b', 40), found('c', 21)], limits);
    expect(parcels.map(({ files }) => paths(files))).toEqual([['a', 'b'], ['c']]);
  });

  it('leave alone what the archive has to look into', () => {
    const parcels = parcelsOf([found('a.dcm', 1), found('b.ZIP', 1), found('c.iso', 1)], limits);
    expect(parcels.map(({ files }) => paths(files))).toEqual([['b.ZIP'], ['c.iso'], ['a.dcm']]);
  });

  it('are none of nothing, and few of many', () => {
    expect(parcelsOf([])).toEqual([]);
    const many = Array.from({ length: 10_000 }, (_, index) => found(`${index}`, 1_000));
    expect(parcelsOf(many)).toHaveLength(10_000 / parcelLimits.files);
  });
});
