import { describe, expect, it } from 'vitest';
import { calibrationOf } from '../engine/calibration.ts';
import type { Samples } from '../engine/samples.ts';
import type { MeasurementKind, Point } from './measurement.ts';
import { valueAt } from './roi.ts';
import { measured } from './values.ts';

const spacing = (row: number, column: number) =>
  calibrationOf({ Modality: 'CT', PixelSpacing: [row, column] });
const unknown = calibrationOf({});

/** Quantity, value and unit of each. */
const told = (kind: MeasurementKind, points: readonly Point[], calibration = unknown, samples?: Samples) =>
  measured({ kind, points }, calibration, samples).values.map(({ quantity, value, unit }) => [
    ...[quantity, Math.round(value * 1e6) / 1e6, unit],
  ]);

describe('lengths', () => {
  it('are millimetres where pixels have a size, square or not', () => {
    expect(
      told(
        'length',
        [
          [0, 0],
          [30, 40],
        ],
        spacing(0.5, 0.5),
      ),
    ).toEqual([['length', 25, 'mm']]);
    expect(
      told(
        'length',
        [
          [0, 0],
          [30, 40],
        ],
        spacing(0.3, 0.1),
      ),
    ).toEqual([['length', 12.369317, 'mm']]);
  });

  it('are pixels where nobody knows, and nothing where those are not square', () => {
    expect(
      told('length', [
        [0, 0],
        [30, 40],
      ]),
    ).toEqual([['length', 50, '{pixels}']]);
    expect(
      told(
        'length',
        [
          [0, 0],
          [30, 40],
        ],
        calibrationOf({ PixelAspectRatio: [2, 1] }),
      ),
    ).toEqual([]);
  });

  it('say where they are true', () => {
    const detector = calibrationOf({ Modality: 'DX', ImagerPixelSpacing: [0.1, 0.1] });
    expect(
      measured(
        {
          kind: 'length',
          points: [
            [0, 0],
            [1, 0],
          ],
        },
        detector,
        undefined,
      ).source,
    ).toBe('detector');
    expect(
      measured(
        {
          kind: 'angle',
          points: [
            [0, 0],
            [1, 0],
            [1, 1],
          ],
        },
        detector,
        undefined,
      ).source,
    ).toBeUndefined();
  });
});

describe('angles', () => {
  it('are those of the patient, not of the pixels', () => {
    const corner: readonly Point[] = [
      [0, 10],
      [0, 0],
      [10, 10],
    ];
    expect(told('angle', corner)).toEqual([['angle', 45, 'deg']]);
    expect(told('angle', corner, spacing(1, Math.sqrt(3)))).toEqual([['angle', 60, 'deg']]);
    expect(told('angle', corner, calibrationOf({ PixelAspectRatio: [1, 2] }))[0]![1]).toBeCloseTo(
      63.434949,
      5,
    );
  });

  it('of Cobb do not mind from which end a line was drawn, and may be wide', () => {
    const tan = (degrees: number) => Math.tan((degrees * Math.PI) / 180);
    const upper: readonly Point[] = [
      [0, 0],
      [10, 10 * tan(50)],
    ];
    const lower: readonly Point[] = [
      [0, 100],
      [10, 100 - 10 * tan(55)],
    ];
    for (const [first, second] of [
      [upper, lower],
      [upper.toReversed(), lower],
      [upper, lower.toReversed()],
    ] as const)
      expect(told('cobb', [...first, ...second])).toEqual([['angle', 105, 'deg']]);
  });

  it('that lack a point are not told', () => {
    expect(
      told('angle', [
        [0, 0],
        [1, 1],
      ]),
    ).toEqual([]);
    expect(
      told('cobb', [
        [0, 0],
        [1, 1],
        [2, 2],
      ]),
    ).toEqual([]);
  });
});

describe('regions', () => {
  /** 8 x 6, each value its index. */
  const samples: Samples = { columns: 8, rows: 6, at: (index) => index, unit: "[hnsf'U]" };
  const valuesIn = (kind: MeasurementKind, points: readonly Point[]) =>
    told(kind, points, unknown, samples)
      .slice(1)
      .map(([, value]) => value);

  it('have areas', () => {
    expect(
      told(
        'rectangle',
        [
          [1, 1],
          [4, 3],
        ],
        spacing(0.5, 2),
      ),
    ).toEqual([['area', 6, 'mm2']]);
    expect(
      told(
        'ellipse',
        [
          [4, 3],
          [0, 1],
        ],
        spacing(1, 1),
      ),
    ).toEqual([['area', Math.round(2 * Math.PI * 1e6) / 1e6, 'mm2']]);
    expect(
      told('freehand', [
        [0, 0],
        [4, 0],
        [4, 3],
      ]),
    ).toEqual([['area', 6, '{pixels}2']]);
  });

  it('count the pixels whose middle is inside', () => {
    // Rows 1 and 2, columns 2 to 4: 10 11 12 18 19 20.
    expect(
      valuesIn('rectangle', [
        [2, 1],
        [5, 3],
      ]),
    ).toEqual([15, 4.082483, 10, 20]);
    expect(
      valuesIn('rectangle', [
        [5.4, 2.6],
        [1.6, 1.4],
      ]),
    ).toEqual([15, 4.082483, 10, 20]);
    // Four by four without the corners.
    expect(
      valuesIn('ellipse', [
        [4, 0],
        [0, 4],
      ]),
    ).toEqual([13.5, 7.719024, 1, 26]);
    expect(
      valuesIn('freehand', [
        [0, 0],
        [2.9, 0],
        [0, 2.9],
      ]),
    ).toEqual([3, 3.559026, 0, 8]);
  });

  it('outside of the image, or without a pixel in them, have none', () => {
    expect(
      valuesIn('rectangle', [
        [-5, -5],
        [-1, -1],
      ]),
    ).toEqual([]);
    expect(
      valuesIn('rectangle', [
        [1.6, 1.6],
        [1.9, 1.9],
      ]),
    ).toEqual([]);
    expect(
      valuesIn('rectangle', [
        [-5, -5],
        [1, 1],
      ]),
    ).toEqual([0, 0, 0, 0]);
  });

  it('tell the value of the pixel that a point is in', () => {
    expect(told('probe', [[7.9, 5.1]], unknown, samples)).toEqual([['value', 47, "[hnsf'U]"]]);
    expect(told('probe', [[8, 0]], unknown, samples)).toEqual([]);
    expect(valueAt([-0.1, 0], samples)).toBeUndefined();
  });

  it('of large numbers that hardly differ are as exact', () => {
    const large: Samples = { ...samples, at: (index) => 1e9 + (index % 2) };
    expect(
      told(
        'rectangle',
        [
          [0, 0],
          [2, 1],
        ],
        unknown,
        large,
      ).slice(1, 3),
    ).toEqual([
      ['mean', 1e9 + 0.5, "[hnsf'U]"],
      ['deviation', 0.5, "[hnsf'U]"],
    ]);
  });

  it('of colours have an area alone', () => {
    expect(
      told('rectangle', [
        [0, 0],
        [2, 1],
      ]),
    ).toEqual([['area', 2, '{pixels}2']]);
  });
});
