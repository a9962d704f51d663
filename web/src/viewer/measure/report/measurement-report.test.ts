import { describe, expect, it } from 'vitest';
import { parseFile, tags, toJson } from '../../../../../src/dicom/index.ts';
import type { ImageMeasurement, MeasurementKind, PlaneReference, Point, Value } from '../measurement.ts';
import { keyImagesIn, keyObjectsFile } from './key-objects.ts';
import { measurementsIn, reportFile } from './measurement-report.ts';

const image = {
  study: '1.2',
  series: '1.2.1',
  sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
  sopInstanceUid: '1.2.1.1',
  frame: 1,
};
const about = {
  '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Müller^Änne' }] },
  '00100020': { vr: 'LO', Value: ['4711'] },
  '0020000D': { vr: 'UI', Value: ['1.2'] },
};
const start = {
  ...{ about, seriesInstanceUid: '2.25.1', sopInstanceUid: '2.25.2', instanceNumber: 1, observer: 'ada' },
  ...{ replaces: ['2.25.9'], at: new Date(2026, 10, 26, 1, 2, 3, 4) },
};

const mm = (value: number): Value => ({ quantity: 'length', value, unit: 'mm' });
const angle: Value = { quantity: 'angle', value: 45.5, unit: 'deg' };
const statistics: Value[] = [
  { quantity: 'area', value: 12.5, unit: 'mm2' },
  ...(['mean', 'deviation', 'minimum', 'maximum'] as const).map((quantity, i) => ({
    ...{ quantity, value: i / 3, unit: "[hnsf'U]" },
  })),
];

let count = 0;
function mark(
  kind: MeasurementKind,
  points: readonly Point[],
  values: readonly Value[],
  over: Partial<ImageMeasurement> = {},
): ImageMeasurement {
  count += 1;
  return { uid: `2.25.10${count}`, kind, text: '', image, points, values, source: undefined, ...over };
}

const all: readonly ImageMeasurement[] = [
  mark(
    'length',
    [
      [1.5, 2],
      [30.25, 4],
    ],
    [mm(12.345678901234567)],
    { text: 'Läsion', source: 'detector' },
  ),
  mark(
    'angle',
    [
      [0, 0],
      [5, 5],
      [9, 0],
    ],
    [angle],
  ),
  mark(
    'cobb',
    [
      [0, 0],
      [5, 5],
      [9, 0],
      [1, 7],
    ],
    [angle],
  ),
  mark(
    'ellipse',
    [
      [10, 10],
      [30, 20],
    ],
    statistics,
  ),
  mark(
    'ellipse',
    [
      [10, 10],
      [20, 50],
    ],
    statistics,
    { image: { ...image, sopInstanceUid: '1.2.1.2', frame: 7 } },
  ),
  mark(
    'rectangle',
    [
      [10, 10],
      [30, 20],
    ],
    statistics,
  ),
  mark(
    'freehand',
    [
      [0, 0],
      [9, 1],
      [4, 8],
      [2, 5],
    ],
    statistics,
  ),
  mark(
    'freehand',
    [
      [0, 0],
      [9, 1],
      [4, 8],
    ],
    [],
  ),
  mark(
    'arrow',
    [
      [3, 4],
      [8, 9],
    ],
    [],
    { text: 'here' },
  ),
  mark('text', [[3, 4]], [], { text: '<b>words</b>' }),
  mark('probe', [[3.5, 4.5]], [{ quantity: 'value', value: -1000, unit: "[hnsf'U]" }]),
  mark('probe', [[3.5, 4.5]], [{ quantity: 'value', value: 7, unit: '1' }]),
];

/** Turned against the patient, with pixels that are twice as high as wide. */
const plane: PlaneReference = {
  ...{ study: '1.2', series: '1.2.1', frameOfReference: '1.2.9', phase: 2, name: 'sagittal' },
  ...{ origin: [-12.5, 181.25, 1_033.1], across: [0.36, 0.48, 0], down: [0, 0, -1.2] },
  ...{ columns: 50, rows: 40 },
};
const inPlane = all.map(({ image: _, ...each }) => ({ ...each, plane }));

describe('a report of measurements', () => {
  it('gives back what was written into it', () => {
    const { dataset } = parseFile(reportFile(all, start));
    expect(measurementsIn(dataset)).toEqual(all);
  });

  it('gives back what was measured in planes: the same values, and places to a thousandth of a pixel', () => {
    const { dataset } = parseFile(reportFile(inPlane, start));
    const read = measurementsIn(dataset);
    expect(read.map((each) => ({ ...each, points: [] }))).toEqual(
      inPlane.map((each) => ({ ...each, points: [] })),
    );
    for (const [i, { points }] of read.entries())
      for (const [j, point] of points.entries())
        for (const axis of [0, 1] as const)
          expect(Math.abs(point[axis] - inPlane[i]!.points[j]![axis])).toBeLessThan(1e-3);
    expect(read.map(({ points }) => points.length)).toEqual(inPlane.map(({ points }) => points.length));
  });

  it('has both beside each other, and leaves out planes without a frame of reference', () => {
    const nowhere = inPlane.map((each) => ({ ...each, plane: { ...plane, frameOfReference: '' } }));
    const { dataset } = parseFile(reportFile([all[0]!, inPlane[1]!, ...nowhere], start));
    expect(measurementsIn(dataset).map(({ uid }) => uid)).toEqual([all[0]!.uid, inPlane[1]!.uid]);
  });

  it('says whose it is, and which version it stands for', () => {
    const { dataset } = parseFile(reportFile(all, start));
    expect(dataset.string(tags.PatientName)).toBe('Müller^Änne');
    expect(dataset.string(tags.StudyInstanceUID)).toBe('1.2');
    expect(dataset.string(tags.ContentTime)).toBe('010203.004');
    expect(JSON.stringify(toJson(dataset))).toContain('2.25.9');
  });

  it('may be empty: everything was deleted', () => {
    expect(measurementsIn(parseFile(reportFile([], { ...start, replaces: [] })).dataset)).toEqual([]);
  });

  it('leaves out what refers to images that it does not list', () => {
    const { dataset } = parseFile(reportFile(all, start));
    dataset.set(tags.CurrentRequestedProcedureEvidenceSequence, 'SQ', []);
    expect(measurementsIn(dataset)).toEqual([]);
  });
});

it('key images come back as they were chosen', () => {
  const images = [
    image,
    { ...image, sopInstanceUid: '1.2.1.2', frame: 3 },
    { ...image, series: '1.2.5', sopInstanceUid: '1.2.5.1' },
  ];
  expect(keyImagesIn(parseFile(keyObjectsFile(images, start)).dataset)).toEqual(images);
});
