import { describe, expect, it } from 'vitest';
import { Dataset, type PlainDataset, toJson } from '../../../../../src/dicom/index.ts';
import { rgbOfCieLab } from './colours.ts';
import { outlinesOn, readStructureSet } from './contours.ts';
import { doseIn, doseOn, readDoseGrid, washColour } from './dose.ts';
import { coloursOf } from './mask-samples.ts';
import { between, distanceTo, pixelAt, placeAt, planeOf } from './plane.ts';
import { masksOn, readSegmentation } from './segmentation.ts';

const axial = ['1', '0', '0', '0', '1', '0'];
const json = (plain: PlainDataset) => toJson(Dataset.of(plain));
const slice = (z: number, more: PlainDataset = {}) =>
  planeOf(
    json({
      FrameOfReferenceUID: '1.9',
      ImagePositionPatient: ['-10', '-20', String(z)],
      ImageOrientationPatient: axial,
      PixelSpacing: ['2', '1'],
      ...more,
    }),
  )!;

describe('a plane', () => {
  it('knows pixels by places and places by pixels, and how far a place is in front of it', () => {
    const plane = slice(5);
    expect(placeAt(plane, 3, 4)).toEqual([-7, -12, 5]);
    expect(pixelAt(plane, [-7, -12, 99])).toEqual([3, 4]);
    expect(distanceTo(plane, [0, 0, 7])).toBe(2);
  });

  it('leads to another: half as large pixels, moved by one', () => {
    const coarse = slice(5);
    const fine = slice(5, { PixelSpacing: ['1', '0.5'], ImagePositionPatient: ['-11', '-20', '5'] });
    expect(between(coarse, fine)).toEqual([2, 0, 0, 2, 2, 0]);
  });

  it('is that of a frame, where an image has several', () => {
    const functional = json({
      SharedFunctionalGroupsSequence: [
        {
          PlaneOrientationSequence: [{ ImageOrientationPatient: axial }],
          PixelMeasuresSequence: [{ PixelSpacing: ['1', '1'] }],
        },
      ],
      PerFrameFunctionalGroupsSequence: ['0', '3'].map((z) => ({
        PlanePositionSequence: [{ ImagePositionPatient: ['0', '0', z] }],
      })),
    });
    expect(planeOf(functional, 1)?.position).toEqual([0, 0, 3]);
    expect(planeOf(json({ Rows: 4 }))).toBeUndefined();
  });
});

describe('a segmentation', () => {
  const frame = (segment: number, z: string, source: string): PlainDataset => ({
    SegmentIdentificationSequence: [{ ReferencedSegmentNumber: segment }],
    PlanePositionSequence: [{ ImagePositionPatient: ['-10', '-20', z] }],
    DerivationImageSequence: [{ SourceImageSequence: [{ ReferencedSOPInstanceUID: source }] }],
  });
  const elements = {
    SOPInstanceUID: '1.5',
    FrameOfReferenceUID: '1.9',
    SegmentationType: 'BINARY',
    ...{ Rows: 2, Columns: 5, BitsAllocated: 1, NumberOfFrames: 3 },
    SegmentSequence: [
      { SegmentNumber: 1, SegmentLabel: 'Liver', RecommendedDisplayCIELabValue: [34_885, 53_485, 50_171] },
      { SegmentNumber: 2, SegmentLabel: 'Spleen' },
    ],
    SharedFunctionalGroupsSequence: [
      {
        PlaneOrientationSequence: [{ ImageOrientationPatient: axial }],
        PixelMeasuresSequence: [{ PixelSpacing: ['2', '1'] }],
      },
    ],
    PerFrameFunctionalGroupsSequence: [frame(1, '5', '1.1'), frame(2, '5', '1.1'), frame(1, '8', '1.2')],
  };
  const segmentation = readSegmentation(json(elements));
  const image = { sopInstanceUid: '1.1', frame: 0, plane: slice(5), columns: 5, rows: 2 };

  it('names its segments and gives them colours', () => {
    expect(segmentation.segments).toMatchObject([
      { number: 1, label: 'Liver' },
      { number: 2, label: 'Spleen', colour: [68, 187, 153] },
    ]);
  });

  it('lies on the images that are on its planes', () => {
    const framesOn = (z: number) =>
      masksOn(segmentation, { ...image, plane: slice(z) }).map(({ mask: { frame: number } }) => number);
    expect([framesOn(5), framesOn(8), framesOn(6.5)]).toEqual([[1, 2], [3], []]);
    expect(masksOn(segmentation, image)[0]?.place).toEqual([1, 0, 0, 1, 0, 0]);
  });

  it('lies on the images that it was made of, where nothing says where they are', () => {
    const flat = { ...image, plane: undefined, columns: 10, rows: 4 };
    expect(masksOn(segmentation, flat)).toMatchObject([
      { mask: { frame: 1 }, place: [2, 0, 0, 2, 0.5, 0.5] },
      { mask: { frame: 2 } },
    ]);
    expect(masksOn(segmentation, { ...flat, sopInstanceUid: '1.7' })).toEqual([]);
  });

  it('has bits, shares and numbers as samples', () => {
    const liver = { number: 1, label: '', colour: [9, 8, 7] } as const;
    const shown = new Map([[1, liver]]);
    const alpha = (bytes: readonly number[], of: Partial<typeof segmentation>, segment?: number) =>
      [...coloursOf(Uint8Array.from(bytes), { ...segmentation, ...of }, shown, segment)].filter(
        (_, i) => i % 4 === 3,
      );
    expect(alpha([0b10000101, 0b10], {}, 1)).toEqual([255, 0, 255, 0, 0, 0, 0, 255, 0, 255]);
    expect(alpha([0b1, 0], {}, 2)).toEqual(new Array(10).fill(0));
    const two = { columns: 2, rows: 1, bits: 8 };
    expect(alpha([50, 100], { ...two, most: 100 }, 1)).toEqual([128, 255]);
    expect(alpha([1, 2], two)).toEqual([255, 0]);
    expect([
      ...coloursOf(Uint8Array.of(1, 0), { ...segmentation, columns: 1, rows: 1, bits: 16 }, shown, undefined),
    ]).toEqual([9, 8, 7, 255]);
  });
});

it.each([
  [
    [65_535, 32_896, 32_896],
    [255, 255, 255],
  ],
  [
    [0, 32_896, 32_896],
    [0, 0, 0],
  ],
  // sRGB red under D50 is L 54.29, a 80.81, b 69.89.
  [
    [35_579, 53_664, 50_858],
    [255, 0, 0],
  ],
])('CIELab %j is %j', (lab, rgb) => {
  for (const [i, value] of rgbOfCieLab(lab).entries())
    expect(Math.abs(value - rgb[i]!)).toBeLessThanOrEqual(2);
});

describe('a structure set', () => {
  const contour = (z: number) => ({
    ContourGeometricType: 'CLOSED_PLANAR',
    ContourData: [-10, -20, z, -9, -20, z, -9, -18, z].map(String),
  });
  const [region] = readStructureSet(
    json({
      StructureSetROISequence: [{ ROINumber: 7, ROIName: 'Lung' }],
      ROIContourSequence: [
        {
          ReferencedROINumber: 7,
          ROIDisplayColor: ['255', '0', '10'],
          ContourSequence: [contour(5), contour(8)],
        },
      ],
    }),
  );

  it('has regions with names and colours', () => {
    expect(region).toMatchObject({ number: 7, name: 'Lung', colour: [255, 0, 10] });
  });

  it('is drawn on the slices that it was drawn on', () => {
    const points = [
      [0, 0],
      [1, 0],
      [1, 1],
    ];
    expect(outlinesOn(region!, slice(5), 1)).toEqual([{ isClosed: true, points }]);
    expect(outlinesOn(region!, slice(5.9), 1)).toHaveLength(1);
    expect(outlinesOn(region!, slice(6.5), 1)).toEqual([]);
  });
});

describe('a dose grid', () => {
  const elements = {
    FrameOfReferenceUID: '1.9',
    ...{ Rows: 1, Columns: 2, BitsAllocated: 16, DoseGridScaling: '0.5', DoseUnits: 'GY' },
    ...{
      ImagePositionPatient: ['-10', '-20', '5'],
      ImageOrientationPatient: axial,
      PixelSpacing: ['2', '1'],
    },
    GridFrameOffsetVector: ['0', '3', '6'],
  };
  const grid = readDoseGrid(json(elements))!;

  it('is between two of its planes, on one, or not there', () => {
    expect(doseOn(grid, slice(6.5))).toEqual({ frames: [1, 2], share: 0.5 });
    expect(doseOn(grid, slice(8))).toEqual({ frames: [2, 2], share: 0 });
    expect([doseOn(grid, slice(4)), doseOn(grid, slice(12))]).toEqual([undefined, undefined]);
    const sagittal = slice(5, { ImageOrientationPatient: ['0', '1', '0', '0', '0', '-1'] });
    expect(doseOn(grid, sagittal)).toBeUndefined();
  });

  it('says its planes as places, too', () => {
    expect(readDoseGrid(json({ ...elements, GridFrameOffsetVector: ['5', '8', '11'] }))?.offsets).toEqual([
      0, 3, 6,
    ]);
    expect(readDoseGrid(json({ Rows: 1 }))).toBeUndefined();
  });

  it('is worked out of samples, and has a colour', () => {
    expect([...doseIn(Uint8Array.of(2, 0, 0, 1), grid)]).toEqual([1, 128]);
    expect([washColour(0), washColour(0.5), washColour(1), washColour(9)]).toEqual([
      [40, 60, 220],
      [60, 200, 70],
      [230, 40, 40],
      [230, 40, 40],
    ]);
  });
});
