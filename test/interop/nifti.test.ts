/** NIfTI files as nibabel reads them: where samples lie, and what they mean. */
import { globSync, openAsBlob, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { niftiGrid, readNifti, sliceOf, valueAt } from '../../src/nifti/index.ts';
import { hasNibabel, type NibabelFile, readWithNibabel } from '../support/nibabel.ts';
import { niftiFile } from '../support/nifti-file.ts';
import { sampleData, samplePath } from '../support/sample-data.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

type Indexes = [number, number, number];

const read = async (path: string) => {
  const blob = await openAsBlob(path);
  return await readNifti(blob.stream(), blob.size);
};

/** Indexes of further dimensions, as one. */
const volumeOf = ({ shape }: NibabelFile, at: readonly number[]): number =>
  at.slice(3).reduceRight((sum, index, i) => sum * shape[i + 3]! + index, 0);

/** As NIfTI counts: to the right, the front, the head. */
const placed = ({ affine }: NibabelFile, at: readonly number[]): number[] =>
  affine.slice(0, 3).map(([a = 0, b = 0, c = 0, d = 0]) => a * at[0]! + b * at[1]! + c * at[2]! + d);

async function agree(theirs: NibabelFile): Promise<void> {
  const file = await read(theirs.path);
  const grid = niftiGrid(file.header);
  expect([...file.header.size, file.header.volumes]).toEqual([
    ...theirs.shape.slice(0, 3),
    theirs.shape.slice(3).reduce((product, length) => product * length, 1),
  ]);
  for (const { at, value } of theirs.samples) {
    const voxel = at.slice(0, 3) as Indexes;
    const ours = valueAt(file, voxel, volumeOf(theirs, at))!;
    expect(Math.abs(ours - value)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(value)));
    const [left, back, head] = grid.placeOf(voxel);
    for (const [i, mm] of placed(theirs, at).entries())
      expect(Math.abs([-left, -back, head][i]! - mm)).toBeLessThan(1e-3);
    expect(grid.nearestVoxel(grid.placeOf(voxel))).toEqual(voxel);
  }
}

/** Slices have their samples where their position and directions say. */
async function isCutWhereItSays(theirs: NibabelFile): Promise<void> {
  const file = await read(theirs.path);
  const grid = niftiGrid(file.header);
  const [slice, column, row] = [grid.slices >> 1, grid.columns >> 2, grid.rows >> 3];
  const place = grid
    .positionOf(slice)
    .map((at, i) => at + grid.row[i]! * column * grid.spacing[0] + grid.column[i]! * row * grid.spacing[1]);
  const voxel = grid.nearestVoxel(place as Indexes);
  expect(voxel).toEqual(grid.voxelAt(column, row, slice));
  const drawn = sliceOf(file, grid, slice, 0)[row * grid.columns + column]!;
  expect(drawn).toBe(Math.fround(valueAt(file, voxel, 0)!));
}

describeWithPeer(
  'nibabel and made-up files',
  hasNibabel,
  () => {
    it('agrees about versions, byte orders, scaling, matrices and quaternions', async () => {
      using directory = new TemporaryDirectory();
      const sform = [-1.5, 0.2, 0.1, 40, 0.2, 1.9, -0.3, -50, -0.1, 0.3, 2.4, 10];
      const qform = [0.1, -0.2, 0.3, 5, 6, 7];
      const pixdim = [-1, 1.5, 2, 2.5, 3];
      const paths = ([1, 2] as const).flatMap((version) =>
        [true, false].flatMap((isLittleEndian) =>
          [{ sform, qform }, { qform }].map((how, i) => {
            const size = [6, 5, 4, 3, 2];
            const file = niftiFile({
              ...{ version, isLittleEndian, size, pixdim, slope: 0.25, intercept: -7, gap: 32 * i },
              ...how,
            });
            const isPacked = i === 0;
            const path = directory.join(`${version}${isLittleEndian}${i}.nii${isPacked ? '.gz' : ''}`);
            writeFileSync(path, isPacked ? gzipSync(file) : file);
            return path;
          }),
        ),
      );
      const all = await readWithNibabel(paths);
      expect(all).toHaveLength(8);
      for (const theirs of all) await agree(theirs);
    });
  },
  'nibabel',
);

describeWithPeer(
  'nibabel and what dcm2niix made of scanners',
  hasNibabel && sampleData !== undefined,
  () => {
    it('agrees about every file', { timeout: 120_000 }, async () => {
      const all = await readWithNibabel(globSync(samplePath('nifti_ref/**/*.{nii,nii.gz}')));
      expect(all.length).toBeGreaterThan(20);
      for (const theirs of all) {
        await agree(theirs);
        await isCutWhereItSays(theirs);
      }
    });
  },
  'nibabel and the sample data',
);
