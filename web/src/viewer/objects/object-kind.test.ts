import { expect, it } from 'vitest';
import { objectKindOf } from './object-kind.ts';

const H264 = '1.2.840.10008.1.2.4.102';
const instance = (sopClass: string, rows = 0, syntax = '1.2.840.10008.1.2.1') => ({
  '00080016': { vr: 'UI', Value: [sopClass] },
  '00083002': { vr: 'UI', Value: [syntax] },
  '00280010': { vr: 'US', Value: [rows] },
  '00280011': { vr: 'US', Value: [rows] },
});

it.each([
  ['1.2.840.10008.5.1.4.1.1.104.1', 0, undefined, 'pdf'],
  ['1.2.840.10008.5.1.4.1.1.104.2', 0, undefined, 'clinicalDocument'],
  ['1.2.840.10008.5.1.4.1.1.104.3', 0, undefined, 'other'],
  ['1.2.840.10008.5.1.4.1.1.88.33', 0, undefined, 'report'],
  ['1.2.840.10008.5.1.4.1.1.88.59', 0, undefined, 'report'],
  ['1.2.840.10008.5.1.4.1.1.77.1.6', 256, undefined, 'slide'],
  ['1.2.840.10008.5.1.4.1.1.66.4', 256, undefined, 'overlay'],
  ['1.2.840.10008.5.1.4.1.1.481.3', 0, undefined, 'overlay'],
  ['1.2.840.10008.5.1.4.1.1.11.1', 0, undefined, 'state'],
  ['1.2.840.10008.5.1.4.1.1.9.1.1', 0, undefined, 'waveform'],
  ['1.2.840.10008.5.1.4.1.1.9.7.4', 0, undefined, 'waveform'],
  ['1.2.840.10008.5.1.4.1.1.9.4.1', 0, undefined, 'other'],
  ['1.2.840.10008.5.1.4.1.1.77.1.1.1', 1_080, H264, 'video'],
  ['1.2.840.10008.5.1.4.1.1.77.1.1.1', 1_080, '1.2.840.10008.1.2.4.100.1', 'video'],
  ['1.2.840.10008.5.1.4.1.1.4', 256, undefined, undefined],
  ['1.2.840.10008.5.1.4.1.1.4', 0, undefined, 'other'],
  ['1.3.6.1.4.1.2021', 0, undefined, 'other'],
])('%s with %d rows in %s is shown as %s', (sopClass, rows, syntax, kind) => {
  expect(objectKindOf(instance(sopClass, rows, syntax))).toBe(kind);
});
