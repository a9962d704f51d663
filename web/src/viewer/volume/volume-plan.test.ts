import { describe, expect, it } from 'vitest';
import type { JsonInstance } from '../../api/dicom-web.ts';
import type { Vector } from '../engine/orientation.ts';
import { planOf } from './volume-plan.ts';

const element = (vr: string, ...Value: readonly unknown[]) => ({ vr, Value });

interface Made {
  readonly position?: readonly number[];
  readonly orientation?: readonly number[];
  readonly spacing?: readonly number[];
  readonly frameOfReference?: string;
  readonly more?: JsonInstance;
}

const axial = [1, 0, 0, 0, 1, 0];

/** Of 4 columns and 3 rows, 0.5 mm by 0.75 mm. */
const slice = ({ position = [0, 0, 0], ...made }: Made): JsonInstance => ({
  '00200032': element('DS', ...position),
  '00200037': element('DS', ...(made.orientation ?? axial)),
  '00280030': element('DS', ...(made.spacing ?? [0.75, 0.5])),
  '00200052': element('UI', made.frameOfReference ?? '1.2.3'),
  '00280002': element('US', 1),
  '00280004': element('CS', 'MONOCHROME2'),
  '00280010': element('US', 3),
  '00280011': element('US', 4),
  '00280101': element('US', 12),
  '00280103': element('US', 0),
  '00281052': element('DS', -1_024),
  '00281053': element('DS', 1),
  ...made.more,
});

const stack = (...depths: number[]) => depths.map((z) => slice({ position: [-10, -20, z] }));
const plan = (instances: readonly JsonInstance[]) =>
  planOf(
    instances.map((_, i) => `frame ${i}`),
    instances,
  );
const idsOf = (instances: readonly JsonInstance[]) => plan(instances).volume?.phases.map(({ ids }) => ids);

describe('a volume', () => {
  it('is a box of slices in their order, whatever order they come in', () => {
    const { volume } = plan(stack(2, 0, 6, 4));
    expect(volume).toMatchObject({
      geometry: {
        dimensions: [4, 3, 4],
        spacing: [0.5, 0.75, 2],
        origin: [-10, -20, 0],
        axes: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
        frameOfReference: '1.2.3',
      },
      sampleType: { name: 'Int16Array' },
      bytes: 4 * 3 * 4 * 2,
    });
    expect(volume?.phases.map(({ ids }) => ids)).toEqual([['frame 1', 'frame 0', 'frame 3', 'frame 2']]);
  });

  it('runs along the normal of its slices, also where that points to the feet', () => {
    const headFirst = [1, 0, 0, 0, -1, 0];
    const made = [0, 3, 6].map((z) => slice({ position: [0, 0, z], orientation: headFirst }));
    const { geometry } = plan(made).volume!;
    expect(geometry.origin).toEqual([0, 0, 6]);
    expect(geometry.axes[2]).toEqual([0, 0, -1]);
  });

  it('may be oblique, with positions that are rounded', () => {
    const angle = 0.3;
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    const orientation = [1, 0, 0, 0, cosine, sine];
    const normal: Vector = [0, -sine, cosine];
    const made = [0, 1, 2, 3].map((i) =>
      slice({ orientation, position: normal.map((part) => Math.round(part * i * 3.3 * 10) / 10) }),
    );
    expect(plan(made).volume?.geometry.spacing[2]).toBeCloseTo(3.3, 1);
  });

  it('is of multi-frame instances, too', () => {
    const frame = (z: number) => ({
      '00209113': element('SQ', { '00200032': element('DS', 0, 0, z) }),
    });
    const { '00200032': _position, '00200037': orientation, '00280030': spacing, ...rest } = slice({});
    const instance: JsonInstance = {
      ...rest,
      '52009229': element('SQ', {
        '00209116': element('SQ', { '00200037': orientation }),
        '00289110': element('SQ', { '00280030': spacing }),
      }),
      '52009230': element('SQ', frame(0), frame(4), frame(2)),
    };
    expect(idsOf([instance, instance, instance])).toEqual([['frame 0', 'frame 2', 'frame 1']]);
  });
});

describe('no volume', () => {
  const cases: Readonly<Record<string, readonly [JsonInstance[], object]>> = {
    'slices that are missing': [stack(0, 2, 4, 10), { refusal: 'missing', figure: 2 }],
    'two slices': [stack(0, 2), { refusal: 'fewSlices' }],
    'one place': [stack(0, 0, 0, 0), { refusal: 'fewSlices' }],
    'slices that come twice, and nothing says why': [stack(0, 2, 4, 0, 2, 4), { refusal: 'duplicates' }],
    'slices that do not say where they are': [
      [...stack(0, 2), slice({ position: [] })],
      { refusal: 'noPlace' },
    ],
    'slices in several directions': [
      [...stack(0, 2), slice({ orientation: [0, 1, 0, 0, 0, -1] })],
      { refusal: 'severalOrientations' },
    ],
    'slices with other samples': [
      [...stack(0, 2), slice({ position: [-10, -20, 4], spacing: [0.8, 0.5] })],
      { refusal: 'severalSizes' },
    ],
    'another frame of reference': [
      [...stack(0, 2), slice({ position: [-10, -20, 4], frameOfReference: '1.2.4' })],
      { refusal: 'severalReferences' },
    ],
    'slices of one depth beside each other': [
      [1, 2].flatMap((time) =>
        [0, 2, 4].map((z) =>
          slice({ position: [10 * time, 0, z], more: { '00200100': element('IS', time) } }),
        ),
      ),
      { refusal: 'aside' },
    ],
    colours: [stack(0, 2, 4).map((one) => ({ ...one, '00280002': element('US', 3) })), { refusal: 'colour' }],
  };

  it.each(Object.keys(cases))('is of %s', (name) => {
    const [instances, refusal] = cases[name]!;
    expect(plan(instances)).toEqual(refusal);
  });
});

describe('several volumes in a series', () => {
  /** Each depth once for each of the values, mixed. */
  const series = (tag: string, values: readonly unknown[], more: JsonInstance = {}) =>
    [4, 0, 2].flatMap((z) =>
      values.map((value) => slice({ position: [0, 0, z], more: { ...more, [tag]: element('DS', value) } })),
    );

  it('are taken apart by the time, the phase of the heart, the echo or the b-value', () => {
    const kinds = [
      ['00200100', [2, 1], 'time', [1, 2]],
      ['00181060', [400, 0, 200], 'heart', [0, 200, 400]],
      ['00180081', [9.2, 4.6], 'echo', [4.6, 9.2]],
      ['00189087', [0, 1_000], 'diffusion', [0, 1_000]],
      ['00080032', ['101530.5', '101500'], 'time', [36_900, 36_930.5]],
    ] as const;
    for (const [tag, values, kind, sorted] of kinds) {
      const phases = plan(series(tag, values)).volume!.phases;
      expect(phases.map((phase) => [phase.kind, phase.value])).toEqual(sorted.map((value) => [kind, value]));
    }
  });

  it('have the slices of each in their order', () => {
    expect(idsOf(series('00200100', [2, 1]))).toEqual([
      ['frame 3', 'frame 5', 'frame 1'],
      ['frame 2', 'frame 4', 'frame 0'],
    ]);
  });

  it('are none where one of them is not complete', () => {
    expect(plan(series('00200100', [1, 2]).slice(1))).toEqual({ refusal: 'missing', figure: 1 });
  });
});

describe('samples of a volume', () => {
  const typeOf = (more: JsonInstance) =>
    plan(stack(0, 2, 4).map((one) => ({ ...one, ...more }))).volume?.sampleType.name;

  it('are kept as the smallest type that holds what they can be', () => {
    expect(typeOf({ '00280101': element('US', 8), '00281052': element('DS', 0) })).toBe('Uint8Array');
    expect(typeOf({ '00280101': element('US', 16), '00281052': element('DS', 0) })).toBe('Uint16Array');
    expect(typeOf({ '00280101': element('US', 16) })).toBe('Float32Array');
    expect(
      typeOf({ '00280101': element('US', 16), '00280103': element('US', 1), '00281052': element('DS', 0) }),
    ).toBe('Int16Array');
    expect(typeOf({ '00281053': element('DS', 0.5) })).toBe('Float32Array');
    expect(typeOf({ '00281052': element('DS', -0.5) })).toBe('Float32Array');
  });
});
