import { describe, expect, it } from 'vitest';
import type { JsonInstance } from '../../api/dicom-web.ts';
import { tags } from '../engine/tags.ts';
import { duplicatesIn } from './duplicates.ts';
import { volumeTags } from './volume-tags.ts';

const slice = (z: number, more: JsonInstance = {}): JsonInstance => ({
  [tags.ImagePositionPatient]: { vr: 'DS', Value: [-100, -100, z] },
  [tags.ImageOrientationPatient]: { vr: 'DS', Value: [1, 0, 0, 0, 1, 0] },
  ...more,
});
const at = (time: number): JsonInstance => ({
  [volumeTags.TemporalPositionIdentifier]: { vr: 'IS', Value: [time] },
});
const kind = (...words: string[]): JsonInstance => ({ '00080008': { vr: 'CS', Value: words } });

describe('images at one place', () => {
  it('are too many where nothing tells them apart', () => {
    expect(duplicatesIn([slice(0), slice(5), slice(0), slice(5), slice(0.001), slice(10)])).toBe(3);
  });

  it('are as many as there should be where they are of several times, or of several kinds', () => {
    expect(duplicatesIn([slice(0), slice(5), slice(10)])).toBe(0);
    expect(duplicatesIn([slice(0, at(1)), slice(5, at(1)), slice(0, at(2)), slice(5, at(2))])).toBe(0);
    expect(duplicatesIn([slice(0, kind('DERIVED', 'WATER')), slice(0, kind('DERIVED', 'FAT'))])).toBe(0);
  });

  it('are none where images do not say where they are', () => {
    expect(duplicatesIn([{}, {}, slice(0)])).toBe(0);
  });
});
