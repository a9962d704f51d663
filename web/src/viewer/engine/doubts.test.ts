import { describe, expect, it } from 'vitest';
import type { JsonInstance } from '../../api/dicom-web.ts';
import { doubtsOf } from './doubts.ts';
import { gapsOf } from './slice-gaps.ts';
import { tags } from './tags.ts';

const axial = [1, 0, 0, 0, 1, 0];
const slice = (z: number, orientation = axial): JsonInstance => ({
  [tags.ImagePositionPatient]: { vr: 'DS', Value: [-100, -100, z] },
  [tags.ImageOrientationPatient]: { vr: 'DS', Value: orientation },
});
const stack = (...depths: number[]) => gapsOf(depths.map((z) => slice(z)));
const even = { missing: 0, isUneven: false, isMixed: false };

describe('distances between slices', () => {
  it('are even in any order, also where positions are rounded or come more than once', () => {
    expect(stack(0, 5, 10, 15)).toEqual(even);
    expect(stack(15, 0, 10, 5, 0, 15)).toEqual(even);
    expect(stack(0, 0.33, 0.67, 1, 1.33)).toEqual(even);
    expect(stack(0)).toEqual(even);
    expect(stack(0, 7)).toEqual(even);
  });

  it('tell how many slices are missing', () => {
    expect(stack(0, 5, 10, 25, 30, 40, 45)).toEqual({ ...even, missing: 3 });
  });

  it('are uneven where they differ', () => {
    expect(stack(0, 5, 10, 12, 17)).toEqual({ ...even, isUneven: true });
  });

  it('say nothing where slices cross, or do not say where they are', () => {
    expect(gapsOf([slice(0), slice(5), slice(10, [1, 0, 0, 0, 0, -1])])).toEqual({ ...even, isMixed: true });
    expect(gapsOf([slice(0), {}, slice(20)])).toEqual(even);
    expect(gapsOf([])).toEqual(even);
  });
});

describe('doubts about a picture', () => {
  const says = (elements: Readonly<Record<string, unknown>>): JsonInstance =>
    Object.fromEntries(
      Object.entries(elements).map(([tag, value]) => [tag, { vr: 'CS', Value: [value].flat() }]),
    );
  const names = (instance: JsonInstance, source: string | undefined = 'patient') =>
    doubtsOf(instance, even, { source, isTableLeftOut: true }).map(({ name }) => name);

  it('there are none about a plain one', () => {
    expect(names(says({ [tags.LossyImageCompression]: '00', [tags.BurnedInAnnotation]: 'NO' }))).toEqual([]);
  });

  it('are what it says of itself, with the ratio of the last compression', () => {
    const lossy = says({ [tags.LossyImageCompression]: '01', [tags.LossyImageCompressionRatio]: [2, 10] });
    expect(doubtsOf(lossy, even, { source: 'patient' })).toEqual([{ name: 'lossy', count: 10 }]);
    expect(names(says({ [tags.PatientIdentityRemoved]: 'YES', [tags.BurnedInAnnotation]: 'YES' }))).toEqual([
      'deidentified',
      'burnedIn',
    ]);
    expect(names(says({ [tags.PixelAspectRatio]: [1, 2] }))).toEqual(['aspect']);
    expect(names(says({ [tags.PixelAspectRatio]: [1, 1] }))).toEqual([]);
    const table = { vr: 'SQ', Value: [{}] };
    expect(names({ [tags.VOILUTSequence]: table })).toEqual(['voiTable']);
    expect(names({ [tags.VOILUTSequence]: table, ...says({ [tags.WindowCenter]: 40 }) })).toEqual([]);
    expect(names({ [tags.ModalityLUTSequence]: table })).toEqual(['modalityTable']);
    expect(doubtsOf({ [tags.VOILUTSequence]: table }, even, { source: 'patient' })).toEqual([]);
    expect(doubtsOf({}, even, {})).toEqual([{ name: 'noScale' }]);
  });
});
