import { describe, expect, it } from 'vitest';
import { calibrationOf, type SpacingElements, spacingAt } from './calibration.ts';
import { ultrasoundRegions } from './ultrasound-regions.ts';

const frames: readonly (readonly [string, SpacingElements, unknown])[] = [
  ['slices', { Modality: 'CT', PixelSpacing: [0.7, 0.5] }, { x: 0.5, y: 0.7, source: 'patient' }],
  ['texts', { Modality: 'MR', PixelSpacing: '0.7\\0.5' }, { x: 0.5, y: 0.7, source: 'patient' }],
  ['a detector', { Modality: 'DX', ImagerPixelSpacing: [0.2, 0.1] }, { x: 0.1, y: 0.2, source: 'detector' }],
  [
    'a detector, said twice',
    { Modality: 'DX', PixelSpacing: [0.2, 0.2], ImagerPixelSpacing: [0.2, 0.2] },
    { x: 0.2, y: 0.2, source: 'detector' },
  ],
  [
    'a plate that says it as slices do',
    { Modality: 'CR', PixelSpacing: [0.2, 0.2] },
    { x: 0.2, y: 0.2, source: 'detector' },
  ],
  [
    'what somebody calibrated',
    { Modality: 'DX', PixelSpacing: [0.15, 0.15], ImagerPixelSpacing: [0.2, 0.2] },
    { x: 0.15, y: 0.15, source: 'calibrated' },
  ],
  [
    'what somebody calibrated, and found the same',
    { Modality: 'CR', PixelSpacing: [0.2, 0.2], PixelSpacingCalibrationType: 'FIDUCIAL' },
    { x: 0.2, y: 0.2, source: 'calibrated' },
  ],
  [
    'a magnified view',
    { Modality: 'MG', ImagerPixelSpacing: [0.1, 0.2], EstimatedRadiographicMagnificationFactor: 2 },
    { x: 0.1, y: 0.05, source: 'magnification' },
  ],
  [
    'a scanned film',
    { Modality: 'OT', NominalScannedPixelSpacing: [0.3, 0.3] },
    { x: 0.3, y: 0.3, source: 'film' },
  ],
  ['nothing', { Modality: 'OT' }, undefined],
  ['nonsense', { Modality: 'CT', PixelSpacing: [0, 0.5] }, undefined],
  ['less', { Modality: 'CT', PixelSpacing: ['x'] }, undefined],
];

describe('the spacing of pixels', () => {
  it.each(frames)('of %s', (_name, frame, expected) => {
    const { spacing } = calibrationOf(frame);
    if (expected === undefined) expect(spacing).toBeUndefined();
    else expect(spacing).toEqual(expected);
  });

  it('of a shape that is known, and no size', () => {
    expect(calibrationOf({ PixelAspectRatio: [2, 1] })).toMatchObject({ spacing: undefined, aspect: 2 });
    expect(calibrationOf({ Modality: 'CT', PixelSpacing: [1, 2] }).aspect).toBe(0.5);
  });
});

describe('regions of ultrasound', () => {
  const element = (value: number) => ({ vr: 'US', Value: [value] });
  const region = ([x0, y0, x1, y1]: readonly number[], units: number, deltaX: number, deltaY = deltaX) => ({
    ...{
      '00186018': element(x0!),
      '0018601A': element(y0!),
      '0018601C': element(x1!),
      '0018601E': element(y1!),
    },
    ...{ '00186024': element(units), '00186026': element(units) },
    ...{ '0018602C': element(deltaX), '0018602E': element(deltaY) },
  });
  const instance = {
    '00186011': {
      vr: 'SQ',
      Value: [
        region([0, 0, 99, 49], 3, 0.02, -0.03),
        region([0, 50, 99, 99], 4, 0.1),
        region([0, 0, 9, 9], 0, 1),
      ],
    },
  };
  const calibration = calibrationOf({ PixelSpacing: [1, 1] }, ultrasoundRegions(instance));

  it('have their own lengths, in centimetres', () => {
    const inside = spacingAt(calibration, [
      [1, 1],
      [100, 50],
    ]);
    expect(inside?.source).toBe('region');
    expect([inside?.x, inside?.y].map((mm) => mm?.toFixed(9))).toEqual(['0.200000000', '0.300000000']);
  });

  it('that show time or a spectrum have none, nor has what lies between or outside', () => {
    expect(
      spacingAt(calibration, [
        [10, 60],
        [20, 70],
      ]),
    ).toBeUndefined();
    expect(
      spacingAt(calibration, [
        [10, 10],
        [10, 60],
      ]),
    ).toBeUndefined();
    expect(spacingAt(calibration, [[200, 10]])).toBeUndefined();
  });
});
