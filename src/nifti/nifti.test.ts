import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type NiftiTerms, niftiFile } from '../../test/support/nifti-file.ts';
import { IsocenterError } from '../base/index.ts';
import { type NiftiFile, niftiGrid, readNifti, sliceOf, usualRange, valueAt } from './index.ts';

const streamOf = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]).stream();
const read = (bytes: Uint8Array<ArrayBuffer>) => readNifti(streamOf(bytes), bytes.length);
const readTerms = (terms: NiftiTerms) => read(niftiFile(terms));
const codeOf = async (reading: Promise<unknown>): Promise<string> => {
  const error = await reading.catch((thrown: unknown) => thrown);
  return error instanceof IsocenterError ? `${error.code}: ${error.message}` : String(error);
};
const valuesOf = (file: NiftiFile, count: number) =>
  Array.from({ length: count }, (_, i) => valueAt(file, [i, 0, 0], 0));

/** To the right, to the front, to the head, each a little apart. */
const upright = [2, 0, 0, -10, 0, 3, 0, -20, 0, 0, 4, -30];

describe('samples', () => {
  const setters = {
    2: { bytes: 1, set: 'setUint8', values: [0, 7, 255] },
    4: { bytes: 2, set: 'setInt16', values: [-32_768, 0, 32_767] },
    8: { bytes: 4, set: 'setInt32', values: [-(2 ** 31), 5, 2 ** 31 - 1] },
    16: { bytes: 4, set: 'setFloat32', values: [-1.5, 0.25, 2 ** 35] },
    64: { bytes: 8, set: 'setFloat64', values: [-1e-300, Math.PI, 1e300] },
    256: { bytes: 1, set: 'setInt8', values: [-128, 0, 127] },
    512: { bytes: 2, set: 'setUint16', values: [0, 40_000, 65_535] },
    768: { bytes: 4, set: 'setUint32', values: [0, 1, 2 ** 32 - 1] },
  } as const;

  it.each(
    Object.entries(setters).flatMap(([code, terms]) =>
      ([1, 2] as const).flatMap((version) =>
        [true, false].map((isLittleEndian) => ({ code: Number(code), ...terms, version, isLittleEndian })),
      ),
    ),
  )('are read as type $code of version $version, little-endian: $isLittleEndian', async (terms) => {
    const { code, bytes, set, values, version, isLittleEndian } = terms;
    const file = await readTerms({
      ...{ version, isLittleEndian, bytes, datatype: code, size: [3, 1, 1] },
      write: (view, at, index, isLittle) => view[set](at, values[index]!, isLittle),
    });
    expect(valuesOf(file, 3)).toEqual(values);
  });

  it('are read as 64-bit numbers', async () => {
    for (const [datatype, value] of [
      [1024, -(2n ** 40n)],
      [1280, 2n ** 40n],
    ] as const) {
      const file = await readTerms({
        ...{ datatype, bytes: 8, size: [1, 1, 1] },
        write: (view, at) => view.setBigInt64(at, value, true),
      });
      expect(valuesOf(file, 1)).toEqual([Number(value)]);
    }
  });

  it('mean what slope and intercept make of them; a slope of 0 means none', async () => {
    const scaled = await readTerms({ size: [4, 1, 1], slope: 0.5, intercept: -1 });
    expect(valuesOf(scaled, 4)).toEqual([-1, -0.5, 0, 0.5]);
    expect(sliceOf(scaled, niftiGrid(scaled.header), 0, 0)).toBeInstanceOf(Float32Array);
    const plain = await readTerms({ size: [4, 1, 1], slope: 0, intercept: -1 });
    expect(valuesOf(plain, 4)).toEqual([0, 1, 2, 3]);
    expect(sliceOf(plain, niftiGrid(plain.header), 0, 0)).toBeInstanceOf(Int16Array);
  });

  it('may be colours, whose transparency is left out', async () => {
    for (const [datatype, bytes] of [
      [128, 3],
      [2304, 4],
    ] as const) {
      const file = await readTerms({
        ...{ datatype, bytes, size: [2, 1, 1], slope: 2, sform: [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0] },
        write: (view, at, index) => {
          for (let i = 0; i < bytes; i++) view.setUint8(at + i, index * 100 + i);
        },
      });
      expect([...sliceOf(file, niftiGrid(file.header), 0, 0)]).toEqual([0, 1, 2, 100, 101, 102]);
      expect(valueAt(file, [0, 0, 0], 0)).toBeUndefined();
    }
  });

  it('that are no numbers are drawn as 0, and are told as they are', async () => {
    const file = await readTerms({
      ...{ datatype: 16, bytes: 4, size: [3, 1, 1], sform: [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0] },
      write: (view, at, index) => view.setFloat32(at, [NaN, Infinity, 2][index]!, true),
    });
    expect([...sliceOf(file, niftiGrid(file.header), 0, 0)]).toEqual([0, 0, 2]);
    expect(valuesOf(file, 3)).toEqual([NaN, Infinity, 2]);
  });

  it('of further dimensions are volumes', async () => {
    const file = await readTerms({ size: [2, 1, 1, 3, 2] });
    expect(file.header.volumes).toBe(6);
    expect(valueAt(file, [1, 0, 0], 5)).toBe(11);
    expect(valueAt(file, [2, 0, 0], 0)).toBeUndefined();
    expect(valueAt(file, [0, -1, 0], 0)).toBeUndefined();
  });

  it('are read behind extensions, and from packed files that come in pieces', async () => {
    const file = niftiFile({ size: [50, 40, 30], gap: 1_000 });
    const packed = gzipSync(file);
    const inPieces = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        for (let at = 0; at < packed.length; at += 17) controller.enqueue(packed.subarray(at, at + 17));
        controller.close();
      },
    });
    const shares: number[] = [];
    const options = { onProgress: (share: number) => void shares.push(share) };
    const [plain, unpacked] = [await read(file), await readNifti(inPieces, packed.length, options)];
    expect(unpacked).toEqual(plain);
    expect(valueAt(plain, [49, 39, 29], 0)).toBe(59_999 - 65_536);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

describe('where it lies', () => {
  it('is turned as radiology looks, whichever way it is stored', async () => {
    const { header } = await readTerms({ size: [5, 6, 7], sform: upright });
    const grid = niftiGrid(header);
    expect(grid).toMatchObject({
      ...{ columns: 5, rows: 6, slices: 7, spacing: [2, 3], voxelSize: [2, 3, 4] },
      ...{ row: [1, 0, 0], column: [0, 1, 0], isOriented: true, isRectangular: true },
    });
    // The first sample is the most right, the most to the front; it is the last one of its row and of its column in the file.
    expect(grid.voxelAt(0, 0, 0)).toEqual([4, 5, 0]);
    expect(grid.positionOf(0)).toEqual([2, 5, -30]);
    expect(grid.positionOf(6)).toEqual([2, 5, -6]);
    expect(grid.nearestVoxel([2.4, 5.2, -30.1])).toEqual([4, 5, 0]);
    expect(grid.placeOf([4, 5, 0])).toEqual([2, 5, -30]);
  });

  it('of sagittal slices is seen from the left', async () => {
    // i to the front, j to the head, k to the left.
    const sform = [0, 0, -2, 0, 1, 0, 0, 0, 0, 1, 0, 0];
    const grid = niftiGrid((await readTerms({ size: [5, 6, 7], sform })).header);
    expect(grid.row.map(Math.round)).toEqual([0, 1, 0]);
    expect(grid.column.map((share) => Math.round(share) + 0)).toEqual([0, 0, -1]);
    expect(grid.positionOf(1)[0]).toBeGreaterThan(grid.positionOf(0)[0]);
  });

  it('is said by a quaternion, with the third axis on the side that qfac says', async () => {
    // Half a turn around the third axis: i to the left, j to the back.
    const qform = [0, 0, 1, 10, 20, 30];
    for (const [side, z] of [
      [1, 34],
      [-1, 26],
    ] as const) {
      const file = await readTerms({ size: [2, 2, 2], pixdim: [side, 2, 3, 4], qform });
      const grid = niftiGrid(file.header);
      expect(grid.isOriented).toBe(true);
      expect(grid.placeOf([1, 1, 1]).map((at) => Math.round(at * 1e6) / 1e6)).toEqual([-8, -17, z]);
    }
  });

  it('goes by the matrix before the quaternion, and by neither where both are missing', async () => {
    const both = await readTerms({ size: [2, 2, 2], sform: upright, qform: [0, 0, 1, 0, 0, 0] });
    expect(niftiGrid(both.header).placeOf([0, 0, 0])).toEqual([10, 20, -30]);
    const none = niftiGrid((await readTerms({ size: [2, 2, 2], pixdim: [1, 2, 3, 4] })).header);
    expect(none).toMatchObject({ isOriented: false, voxelSize: [2, 3, 4] });
  });

  it('is not believed where the matrix is flat or no numbers', async () => {
    for (const sform of [[1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0], upright.with(5, NaN)]) {
      const { header } = await readTerms({ size: [2, 2, 2], sform, qform: [0, 0, 0, 1, 2, 3] });
      expect(niftiGrid(header).placeOf([0, 0, 0])).toEqual([-1, -2, 3]);
    }
  });

  it('is in millimetres, whatever the file counts in', async () => {
    const { header } = await readTerms({ size: [2, 2, 2], units: 1, sform: upright.map((mm) => mm / 1_000) });
    const [x, y, z] = niftiGrid(header).voxelSize;
    expect([x, y, z].map((size) => Math.round(size * 1e4) / 1e4)).toEqual([2, 3, 4]);
  });

  it('says when axes are not at right angles', async () => {
    const sform = upright.with(1, 1);
    expect(niftiGrid((await readTerms({ size: [2, 2, 2], sform })).header).isRectangular).toBe(false);
  });
});

describe('what is black and white', () => {
  it('is what the header asks', async () => {
    expect(usualRange(await readTerms({ size: [9, 9, 9], shown: [10, 90] }))).toEqual([10, 90]);
  });

  it('is nearly all of what is not 0', async () => {
    const file = await readTerms({
      size: [10, 10, 11],
      write: (view, at, index) => view.setInt16(at, index < 100 ? 0 : index - 99, true),
    });
    expect(usualRange(file)).toEqual([20, 980]);
  });

  it('of a mask is all of it, and of nothing something', async () => {
    const mask = await readTerms({
      size: [9, 9, 9],
      write: (view, at, index) => view.setInt16(at, index % 2, true),
    });
    expect(usualRange(mask)).toEqual([0, 1]);
    expect(usualRange(await readTerms({ size: [9, 9, 9], write: () => undefined }))).toEqual([0, 1]);
  });
});

describe('what is wrong', () => {
  const whole = niftiFile({ size: [4, 4, 4] });
  const changed = (at: number, value: number) => {
    const bytes = Buffer.from(new Uint8Array(whole));
    bytes.writeInt16LE(value, at);
    return bytes as Buffer<ArrayBuffer>;
  };

  it.each([
    ['nothing', new Uint8Array(0), 'nifti/bad'],
    ['something else', new Uint8Array(Buffer.from('%PDF-1.7 and so on')), 'nifti/bad: .* begin as NIfTI'],
    ['half a header', new Uint8Array(whole.subarray(0, 200)), 'nifti/bad: .* ends before'],
    ['a part of its samples', new Uint8Array(whole.subarray(0, 400)), 'nifti/bad: .* before its samples do'],
    ['samples elsewhere', new Uint8Array(Buffer.from(whole).fill('ni1', 344, 347)), 'nifti/unsupported'],
    ['no name', new Uint8Array(Buffer.from(whole).fill(0, 344, 347)), 'nifti/bad'],
    ['no dimensions', changed(40, 0), 'nifti/bad: .* 0 dimensions'],
    ['nine dimensions', changed(40, 9), 'nifti/bad'],
    ['an empty dimension', changed(42, 0), 'nifti/bad: .* empty'],
    ['a negative dimension', changed(44, -4), 'nifti/bad'],
    ['complex numbers', changed(70, 32), 'nifti/unsupported: .* complex'],
    ['a type that nobody knows', changed(70, 77), 'nifti/bad'],
    ['an axis that is too long', changed(42, 32_767), 'dicom/limit'],
  ])('%s is refused with a reason', async (_, bytes, said) => {
    expect(await codeOf(read(bytes as Uint8Array<ArrayBuffer>))).toMatch(new RegExp(said));
  });

  it('more samples than there may be are refused before any is made room for', async () => {
    for (const [i, length] of [8_000, 8_000, 8_000].entries()) whole.writeInt16LE(length, 42 + 2 * i);
    expect(await codeOf(read(whole))).toMatch(/dicom\/limit.*bytes of samples/);
  });

  it('a header that announces more than a file of this size can hold is refused', async () => {
    const file = niftiFile({ size: [4, 4, 4] });
    for (const at of [42, 44]) file.writeInt16LE(5_000, at);
    expect(await codeOf(read(file))).toMatch(/nifti\/bad/);
    expect(await codeOf(read(gzipSync(file) as Buffer<ArrayBuffer>))).toMatch(/nifti\/bad/);
  });

  it('a packed file that is damaged or cut off is refused', async () => {
    const packed = gzipSync(
      niftiFile({ size: [50, 50, 50], write: (view, at) => view.setInt16(at, Math.random() * 9_999) }),
    );
    expect(await codeOf(read(packed.subarray(0, packed.length >> 1) as Buffer<ArrayBuffer>))).toMatch(
      /nifti\/bad/,
    );
    packed.fill(0xff, 1_000, 2_000);
    expect(await codeOf(read(packed as Buffer<ArrayBuffer>))).toMatch(/nifti\/bad/);
  });

  it('what comes after the samples is not unpacked: a bomb does not go off', async () => {
    const packed = gzipSync(Buffer.concat([niftiFile({ size: [4, 4, 4] }), Buffer.alloc(20_000_000)]));
    let at = 0;
    let isStopped = false;
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      // It never ends: who waits for that waits for ever.
      pull(controller) {
        if (at < packed.length) controller.enqueue(packed.subarray(at, at + 1_000));
        at += 1_000;
      },
      cancel: () => {
        isStopped = true;
      },
    });
    const file = await readNifti(stream, packed.length);
    expect(file.samples).toHaveLength(128);
    expect(isStopped).toBe(true);
  });

  it('what the stream throws is thrown on', async () => {
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: () => Promise.reject(new IsocenterError('control/lost', { reason: 'gone' })),
    });
    expect(await codeOf(readNifti(stream, 1_000))).toMatch(/control\/lost/);
  });
});
