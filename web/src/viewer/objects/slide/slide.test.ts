import { describe, expect, it } from 'vitest';
import { Dataset, type PlainDataset, toJson } from '../../../../../src/dicom/index.ts';
import { kept, levelFor, tilesSeen, whole, zoomed } from './looking.ts';
import { pyramidOf } from './pyramid.ts';

const level = (columns: number, rows: number, more: PlainDataset = {}) =>
  toJson(
    Dataset.of({
      ...{ SOPInstanceUID: `1.2.${columns}`, ImageType: ['ORIGINAL', 'PRIMARY', 'VOLUME', 'NONE'] },
      ...{ TotalPixelMatrixColumns: columns, TotalPixelMatrixRows: rows, Rows: 100, Columns: 100 },
      NumberOfFrames: Math.ceil(columns / 100) * Math.ceil(rows / 100),
      DimensionOrganizationType: 'TILED_FULL',
      SharedFunctionalGroupsSequence: [{ PixelMeasuresSequence: [{ PixelSpacing: [0.0005, 0.00025] }] }],
      ...more,
    }),
  );
const label = level(5_000, 50, { ImageType: ['ORIGINAL', 'PRIMARY', 'LABEL', 'NONE'] });
const pyramid = pyramidOf([level(250, 125), label, level(1_000, 500)])!;
const screen = { width: 500, height: 500 };

describe('a slide', () => {
  it('has its pictures by size, without the label of the glass', () => {
    expect(pyramid.levels.map(({ columns }) => columns)).toEqual([1_000, 250]);
    expect(pyramid.millimetres).toBe(0.00025);
    expect(pyramidOf([label])).toBeUndefined();
  });

  it('finds frames row by row, and knows where there are none', () => {
    const [largest] = pyramid.levels;
    expect([largest.frameAt(0, 0), largest.frameAt(9, 0), largest.frameAt(0, 1)]).toEqual([1, 10, 11]);
    expect([largest.frameAt(10, 0), largest.frameAt(0, 5), largest.frameAt(-1, 0)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('finds frames where they say that they are', () => {
    const tile = (column: number, row: number): PlainDataset => ({
      PlanePositionSlideSequence: [
        { ColumnPositionInTotalImagePixelMatrix: column, RowPositionInTotalImagePixelMatrix: row },
      ],
    });
    const sparse = level(1_000, 500, {
      DimensionOrganizationType: 'TILED_SPARSE',
      PerFrameFunctionalGroupsSequence: [tile(301, 101), tile(1, 1)],
    });
    const [{ frameAt }] = pyramidOf([sparse])!.levels;
    expect([frameAt(3, 1), frameAt(0, 0), frameAt(1, 0)]).toEqual([1, 2, undefined]);
  });
});

describe('who looks at a slide', () => {
  it('sees all of it first, from the smallest picture that is sharp', () => {
    const look = whole(pyramid, screen);
    expect(look).toEqual({ x: 500, y: 250, scale: 0.5 });
    expect(levelFor(pyramid, look.scale, 1).columns).toBe(1_000);
    expect(levelFor(pyramid, 0.2, 1).columns).toBe(250);
    expect(levelFor(pyramid, 0.2, 2).columns).toBe(1_000);
    expect(levelFor(pyramid, 3, 1).columns).toBe(1_000);
  });

  it('needs the tiles on the screen alone, those in the middle first', () => {
    const tiles = tilesSeen(pyramid, pyramid.levels[0], { x: 500, y: 250, scale: 4 }, screen);
    expect(tiles).toHaveLength(6);
    expect(tiles.map(({ column, row }) => [column, row])).toEqual(
      expect.arrayContaining([
        [4, 2],
        [5, 2],
      ]),
    );
    const [first] = tilesSeen(pyramid, pyramid.levels[0], { x: 550, y: 250, scale: 4 }, screen);
    expect(first).toMatchObject({ column: 5, row: 2, frame: 26, left: 50, top: 50, width: 400, height: 400 });
    expect(tilesSeen(pyramid, pyramid.levels[1]!, whole(pyramid, screen), screen)).toHaveLength(6);
  });

  it('comes nearer to what is under the pointer, and not beside the slide', () => {
    const at = { x: 100, y: 400 };
    const before = { x: 500, y: 250, scale: 1 };
    const after = zoomed(before, 2, at, screen);
    const under = ({ x, y, scale }: typeof before) => [x + (at.x - 250) / scale, y + (at.y - 250) / scale];
    expect(under(after)).toEqual(under(before));
    expect(kept({ x: -50, y: 9_000, scale: 100 }, pyramid, screen)).toEqual({ x: 0, y: 500, scale: 4 });
    expect(kept({ x: 1, y: 1, scale: 0.001 }, pyramid, screen).scale).toBe(0.5);
  });
});
