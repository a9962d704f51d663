/** The samples of slices, as numbers that they mean. */
import type { SampleArrayName } from './data-type.ts';
import type { NiftiGrid, Vector } from './grid.ts';
import type { NiftiHeader } from './header.ts';
import type { NiftiFile } from './read.ts';

export type SampleArray = Uint8Array | Int16Array | Uint16Array | Float32Array;

/** What slices of a file are kept in: the smallest that holds all that samples can mean. */
export const sampleArrayOf = ({ dataType, slope, intercept }: NiftiHeader): SampleArrayName =>
  slope === 1 && intercept === 0 ? dataType.array : 'Float32Array';

const arrays = { Uint8Array, Int16Array, Uint16Array, Float32Array } as const;

/**
 * Row by row, with three numbers for each sample of colours. What is no number, or endless, is 0: nothing could be drawn of it.
 * @param slice of the grid @param volume from 0
 */
export function sliceOf(file: NiftiFile, grid: NiftiGrid, slice: number, volume: number): SampleArray {
  const { dataType } = file.header;
  const perSample = dataType.components === 1 ? 1 : 3;
  const { columns, rows } = grid;
  const samples = new arrays[sampleArrayOf(file.header)](columns * rows * perSample);
  const read = readerOf(file);
  const first = indexOf(file.header, grid.voxelAt(0, 0, slice), volume);
  const along = indexOf(file.header, grid.voxelAt(1, 0, slice), volume) - first;
  const down = indexOf(file.header, grid.voxelAt(0, 1, slice), volume) - first;
  let to = 0;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let component = 0; component < perSample; component++)
        samples[to++] = finite(read(first + column * along + row * down, component));
  return samples;
}

/** @returns what a sample means, also where that is no number; undefined outside of the file, and of colours */
export function valueAt(file: NiftiFile, voxel: Vector, volume: number): number | undefined {
  const { size, dataType } = file.header;
  if (dataType.components > 1 || !voxel.every((at, axis) => at >= 0 && at < size[axis]!)) return undefined;
  return readerOf(file)(indexOf(file.header, voxel, volume), 0);
}

/** @returns what sample `index` of the file means, or one of its colours */
export function readerOf({ header, samples }: NiftiFile): (index: number, component: number) => number {
  const { dataType, isLittleEndian, slope, intercept } = header;
  const view = new DataView(samples.buffer, samples.byteOffset, samples.byteLength);
  return (index, component) =>
    dataType.read(view, index * dataType.bytes + component, isLittleEndian) * slope + intercept;
}

const indexOf = ({ size }: NiftiHeader, [i, j, k]: Vector, volume: number): number =>
  ((volume * size[2] + k) * size[1] + j) * size[0] + i;

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
