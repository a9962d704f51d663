import { describe, expect, it } from 'vitest';
import { Dataset, type PlainDataset, toJson } from '../../../../../src/dicom/index.ts';
import type { LookupTable, Modality, Voi } from '../../../../../src/pixels/index.ts';
import { levelOf } from '../../engine/greys/curve.ts';
import { annotationsOn } from './annotations.ts';
import { circle, ellipse, smooth } from './curves.ts';
import { areaOf, magnificationOf, pixelOf, turnOf } from './displayed-area.ts';
import { greyTerms } from './grey-terms.ts';
import { lookOf } from './look-of.ts';
import { isOf, readState } from './presentation-state.ts';
import { shutterOf } from './shutter.ts';
import { stateCurve } from './state-curve.ts';
import { stateOverlay } from './state-overlay.ts';

const image = { sopInstanceUid: '1.1', frame: 0, plane: undefined, columns: 48, rows: 40 };
const json = (plain: PlainDataset) => toJson(Dataset.of(plain));
const named = (uid: string, frame?: number): PlainDataset => ({
  ReferencedSOPInstanceUID: uid,
  ...(frame !== undefined && { ReferencedFrameNumber: frame }),
});
const own = { slope: 1, intercept: -1024 };
const window = { WindowCenter: '40', WindowWidth: '401' };

describe('a presentation state', () => {
  const state = readState(
    json({
      ...{ SOPInstanceUID: '1.9', ContentLabel: 'FINDING', ContentDescription: 'The nodule' },
      ReferencedSeriesSequence: [
        { SeriesInstanceUID: '1.0', ReferencedImageSequence: [named('1.1', 2), named('1.2')] },
      ],
    }),
  );

  it('says of which images it is, by their frames', () => {
    expect(state.name).toBe('The nodule');
    expect(isOf(state, image)).toBe(false);
    expect(isOf(state, { ...image, frame: 1 })).toBe(true);
    expect(isOf(state, { ...image, sopInstanceUid: '1.2' })).toBe(true);
  });

  it('says what of it is not done', () => {
    const table = [{ LUTDescriptor: [4, 0, 16] }];
    const { leftOut } = readState(
      json({
        PresentationLUTSequence: table,
        SoftcopyVOILUTSequence: [{ VOILUTSequence: table }],
        DisplayedAreaSelectionSequence: [{ PresentationSizeMode: 'TRUE SIZE' }],
      }),
    );
    expect(leftOut).toEqual(['trueSize']);
    expect(state.leftOut).toEqual([]);
  });
});

describe('how an image is to look', () => {
  const rescale = { RescaleSlope: '1', RescaleIntercept: '-1024' };

  it('is the window of the item that names it, or of one for all', () => {
    const other = { ...window, WindowCenter: '400', ReferencedImageSequence: [named('1.2')] };
    const elements = { ...rescale, SoftcopyVOILUTSequence: [other, window] };
    expect(lookOf(json(elements), image, own).range).toEqual({ lower: -160.5, upper: 239.5 });
    const exact = { ...elements, SoftcopyVOILUTSequence: [{ ...window, VOILUTFunction: 'LINEAR_EXACT' }] };
    expect(lookOf(json(exact), image, own).range).toEqual({ lower: -160.5, upper: 240.5 });
    expect(lookOf(json(rescale), image, own).range).toBeUndefined();
  });

  it('counts windows after the modality LUT that the state has: stored values where it has none', () => {
    const stored = { SoftcopyVOILUTSequence: [{ ...window, WindowCenter: '1064' }] };
    expect(lookOf(json(stored), image, own).range).toEqual({ lower: -160.5, upper: 239.5 });
    const halved = { ...stored, RescaleSlope: '0.5', RescaleIntercept: '0' };
    expect(lookOf(json(halved), image, own).range).toEqual({ lower: 703, upper: 1_503 });
  });

  it('is dark or bright at the lowest value, whatever the image says', () => {
    const inverse = (PresentationLUTShape: string) =>
      lookOf(json({ PresentationLUTShape }), image, own).isInverse;
    expect([inverse('IDENTITY'), inverse('INVERSE'), inverse('')]).toEqual([false, true, undefined]);
  });

  it('is turned by quarters, and mirrored after that', () => {
    expect(turnOf(json({ ImageRotation: 270, ImageHorizontalFlip: 'Y' }))).toEqual({
      rotation: 270,
      isFlipped: true,
    });
    expect(turnOf(json({ ImageHorizontalFlip: 'N' }))).toEqual({ rotation: 0, isFlipped: false });
  });

  it('is a part of it, whichever of its corners are named', () => {
    const area = (from: number[], to: number[], more: PlainDataset = {}) => [
      {
        DisplayedAreaTopLeftHandCorner: from,
        DisplayedAreaBottomRightHandCorner: to,
        PresentationSizeMode: 'SCALE TO FIT',
        ...more,
      },
    ];
    const wanted = { left: 10, top: 4, right: 30, bottom: 24 };
    const of = (sequence: PlainDataset[]) => json({ DisplayedAreaSelectionSequence: sequence });
    expect(areaOf(of(area([11, 5], [30, 24])), image)).toEqual(wanted);
    expect(areaOf(of(area([11, 24], [30, 5])), image)).toEqual(wanted);
    expect(areaOf(json({}), image)).toEqual({ left: 0, top: 0, right: 48, bottom: 40 });
    expect(magnificationOf(of(area([1, 1], [4, 4])), image)).toBeUndefined();
    const twice = { PresentationSizeMode: 'MAGNIFY', PresentationPixelMagnificationRatio: 2 };
    expect(magnificationOf(of(area([1, 1], [4, 4], twice)), image)).toBe(2);
  });
});

describe('greys that no window says', () => {
  const table = (first: number, bits: number, ...entries: number[]): LookupTable => ({
    ...{ first, bits },
    entries: Uint16Array.from(entries),
  });
  const greys = (voi: Voi, modality: Modality, presentation?: LookupTable) => ({
    ...{ modality, presentation },
    vois: [{ explanation: '', voi }],
  });
  const seen = (state: ReturnType<typeof greys>, image: Modality, ...values: number[]) => {
    const curve = stateCurve(state, image);
    return curve && values.map((value) => levelOf(curve, value));
  };
  const plain = { slope: 1, intercept: 0 };
  const voi = { table: table(10, 8, 0, 100, 255) };

  it('are asked for by tables, and by windows with soft ends', () => {
    const item = { VOILUTSequence: [{ LUTDescriptor: [4, 0, 16] }] };
    const other = { ...window, VOILUTFunction: 'SIGMOID', ReferencedImageSequence: [named('1.2')] };
    const state = json({ SoftcopyVOILUTSequence: [other, item], PresentationLUTSequence: [{}] });
    expect(greyTerms(state, image)).toMatchObject({ item: 1, asked: ['voiTable', 'presentationTable'] });
    const soft = json({ SoftcopyVOILUTSequence: [other] });
    expect(greyTerms(soft, { ...image, sopInstanceUid: '1.2' })?.asked).toEqual(['sigmoid']);
    expect(greyTerms(soft, image)).toBeUndefined();
    expect(lookOf(json({ PresentationLUTSequence: [{}] }), image, own).isInverse).toBe(false);
  });

  it('are those of the table of the state, after its own way from stored values', () => {
    expect(seen(greys(voi, plain), plain, 0, 10, 11, 12, 99)).toEqual([0, 0, 100, 255, 255]);
    // Stored 5 is 11 to the state, and -1,019 to the viewer.
    expect(seen(greys(voi, { slope: 2, intercept: 1 }), own, -1_019)).toEqual([100]);
    const measured = { table: table(0, 8, 12, 11, 10) };
    expect(seen(greys(voi, measured), plain, 0, 1, 2)).toEqual([255, 100, 0]);
  });

  it('are those of an image whose values are of a table, where the state has the same', () => {
    const modality = { table: table(0, 8, 12, 11, 10) };
    expect(seen(greys(voi, { table: table(0, 8, 12, 11, 10) }), modality, 10, 11)).toEqual([0, 100]);
    expect(seen(greys(voi, plain), modality, 10)).toBeUndefined();
  });

  it('go through the presentation LUT, however many entries that has', () => {
    expect(seen(greys(voi, plain, table(0, 8, 255, 0)), plain, 10, 11, 12)).toEqual([255, 255, 0]);
    const linear = { center: 50, width: 101, function: 'LINEAR' } as const;
    const steps = table(0, 16, 0, 65_535, 0);
    expect(seen(greys(linear, plain, steps), plain, 0, 50, 99)).toEqual([0, 255, 0]);
  });

  it('of a window with soft ends are those of it', () => {
    const soft = { center: 100, width: 40, function: 'SIGMOID' } as const;
    const expected = [60, 100, 110].map((value) => 255 / (1 + Math.exp((-4 * (value - 100)) / 40)));
    const levels = seen(greys(soft, plain), plain, 60, 100, 110)!;
    for (const [i, level] of levels.entries())
      expect(Math.abs(level - expected[i]!)).toBeLessThanOrEqual(0.6);
  });
});

describe('units of annotations', () => {
  it('are pixels from the corner of the first one', () => {
    expect(pixelOf('PIXEL', json({}), image)([0.5, 1])).toEqual([0, 0.5]);
  });

  it.each([
    [0, 'N', [11.5, 9.5]],
    [90, 'N', [23.5, 29.5]],
    [180, 'N', [35.5, 29.5]],
    [270, 'N', [23.5, 9.5]],
    [0, 'Y', [35.5, 9.5]],
    [90, 'Y', [23.5, 9.5]],
  ] as const)('are shares of what is seen, turned by %d, mirrored %s', (rotation, flip, wanted) => {
    const instance = json({ ImageRotation: rotation, ImageHorizontalFlip: flip });
    // A quarter from the left; from the top a quarter, or, of what is turned on its side, a half.
    const isOnItsSide = rotation % 180 === 90;
    expect(pixelOf('DISPLAY', instance, image)([0.25, isOnItsSide ? 0.5 : 0.25])).toEqual(wanted);
  });
});

describe('what is drawn', () => {
  const graphic = (GraphicType: string, GraphicData: number[], more: PlainDataset = {}): PlainDataset => ({
    ...{
      GraphicAnnotationUnits: 'PIXEL',
      GraphicDimensions: 2,
      NumberOfGraphicPoints: GraphicData.length / 2,
    },
    ...{ GraphicType, GraphicData, ...more },
  });
  const instance = json({
    GraphicLayerSequence: [
      { GraphicLayer: 'WORDS', GraphicLayerOrder: 2 },
      {
        ...{ GraphicLayer: 'LINES', GraphicLayerOrder: 1, GraphicLayerDescription: 'Arrows' },
        GraphicLayerRecommendedDisplayGrayscaleValue: 65_535,
      },
    ],
    GraphicAnnotationSequence: [
      {
        GraphicLayer: 'LINES',
        ReferencedImageSequence: [named('1.1')],
        GraphicObjectSequence: [
          graphic('POLYLINE', [1, 1, 2, 1, 2, 3], { GraphicFilled: 'Y' }),
          graphic('POINT', [5.5, 6.5]),
          graphic('CIRCLE', [5, 6, 8, 6]),
        ],
      },
      {
        GraphicLayer: 'WORDS',
        TextObjectSequence: [
          {
            ...{ BoundingBoxAnnotationUnits: 'DISPLAY', BoundingBoxTopLeftHandCorner: [0, 0] },
            ...{ BoundingBoxBottomRightHandCorner: [0.5, 0.25], UnformattedTextValue: 'A nodule\r\n12 mm' },
            ...{ BoundingBoxTextHorizontalJustification: 'CENTER' },
            ...{ AnchorPointAnnotationUnits: 'PIXEL', AnchorPoint: [3, 4], AnchorPointVisibility: 'Y' },
          },
        ],
      },
      { GraphicLayer: 'LINES', ReferencedImageSequence: [named('1.2')] },
    ],
  });

  it('are lines, points and words, in places of the image', () => {
    const [lines, words, ...others] = annotationsOn(instance, image);
    expect(others).toEqual([]);
    expect(lines).toMatchObject({ layer: 'LINES', points: [[5, 6]] });
    expect(lines?.outlines[0]).toEqual({
      ...{ isClosed: true, isFilled: true },
      points: [
        [0.5, 0.5],
        [1.5, 0.5],
        [1.5, 2.5],
      ],
    });
    expect(lines?.outlines[1]?.points[0]).toEqual([7.5, 5.5]);
    expect(words?.words).toEqual([
      {
        lines: ['A nodule', '12 mm'],
        box: [
          [-0.5, -0.5],
          [23.5, 9.5],
        ],
        ...{ align: 'center', anchor: [2.5, 3.5], hasLine: true },
      },
    ]);
  });

  it('comes in layers, the lowest first, each in its colour, below them what hides the rest', async () => {
    const shuttered = { ...instance, ...json({ ShutterShape: ['RECTANGULAR'], ...edges }) };
    const overlay = stateOverlay(shuttered);
    expect(overlay.parts).toEqual([
      { key: 'LINES', label: 'Arrows', colour: [255, 255, 255] },
      { key: 'WORDS', label: 'WORDS', colour: expect.anything() },
    ]);
    const { signal } = new AbortController();
    const kinds = async (shown: string[]) =>
      (await overlay.on(image, new Set(shown), signal)).map(({ kind }) => kind);
    expect(await kinds(['WORDS'])).toEqual(['shutter', 'lines', 'points', 'words']);
    expect(await kinds([])).toEqual(['shutter']);
  });

  const edges = {
    ...{ ShutterLeftVerticalEdge: '3', ShutterRightVerticalEdge: '10' },
    ...{ ShutterUpperHorizontalEdge: '2', ShutterLowerHorizontalEdge: '5', ShutterPresentationValue: 0x8080 },
  };

  it('may be hidden outside of a rectangle, a circle, a polygon', () => {
    expect(shutterOf(json({}))).toBeUndefined();
    expect(shutterOf(json({ ShutterShape: ['RECTANGULAR'], ...edges }))).toEqual({
      ...{ kind: 'shutter', colour: [128, 128, 128] },
      holes: [
        {
          isClosed: true,
          points: [
            [1.5, 0.5],
            [9.5, 0.5],
            [9.5, 4.5],
            [1.5, 4.5],
          ],
        },
      ],
    });
    const both = shutterOf(
      json({
        ShutterShape: ['CIRCULAR', 'POLYGONAL'],
        ...{ CenterOfCircularShutter: ['20', '30'], RadiusOfCircularShutter: '5' },
        VerticesOfThePolygonalShutter: ['1', '2', '3', '4', '5', '1'],
      }),
    );
    expect(both?.holes.map(({ points }) => points[0])).toEqual([
      [34, 19],
      [1, 0],
    ]);
    expect(shutterOf(json({ ShutterShape: ['POLYGONAL'] }))).toBeUndefined();
  });
});

describe('a curve', () => {
  it('is round', () => {
    for (const [x, y] of circle([3, 4], [3, 6])) expect(Math.hypot(x - 3, y - 4)).toBeCloseTo(2, 9);
    const axes = [
      [
        [1, 2],
        [7, 2],
      ],
      [
        [4, 1],
        [4, 3],
      ],
    ] as const;
    for (const [x, y] of ellipse(...axes)) expect(((x - 4) / 3) ** 2 + (y - 2) ** 2).toBeCloseTo(1, 9);
  });

  it('goes through all of its points', () => {
    const points = [
      [0, 0],
      [1, 2],
      [3, 2],
    ] as const;
    const line = smooth(points);
    for (const point of points) expect(line).toContainEqual(point);
    expect(line.length).toBeGreaterThan(20);
  });
});
