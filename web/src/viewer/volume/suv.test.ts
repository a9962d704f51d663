import { describe, expect, it } from 'vitest';
import type { JsonInstance } from '../../api/dicom-web.ts';
import { suvOf } from './suv.ts';

const element = (vr: string, ...Value: readonly unknown[]) => ({ vr, Value });

/** 70 kg, 350 MBq of F-18 (half-life of 6,586.2 s) at 10:00, scanned an hour later. */
const injected: JsonInstance = {
  '00181072': element('TM', '100000'),
  '00181074': element('DS', 350e6),
  '00181075': element('DS', 6_586.2),
};
const pet: JsonInstance = {
  '00080060': element('CS', 'PT'),
  '00080021': element('DA', '20240301'),
  '00080022': element('DA', '20240301'),
  '00080031': element('TM', '110000'),
  '00080032': element('TM', '110000'),
  '00101030': element('DS', 70),
  '00280051': element('CS', 'DECY', 'ATTN', 'SCAT'),
  '00540016': element('SQ', injected),
  '00541001': element('CS', 'BQML'),
  '00541102': element('CS', 'START'),
};
const factor = (more: JsonInstance = {}, drug: JsonInstance = {}) => {
  const frame = { ...pet, '00540016': element('SQ', { ...injected, ...drug }), ...more };
  return suvOf([frame]);
};

/** By hand: 350 MBq * 2^(-3600 / 6586.2) = 239.621522 MBq are left of it; 70,000 g / 239.621522 MBq. */
const AFTER_AN_HOUR = 70_000 / 239.62152185e6;
const closeTo = (number: number) => ({ factor: expect.closeTo(number, 12) });

describe('SUV by body weight', () => {
  it('is what is left of the dose when decay is corrected to the start of the scan', () => {
    expect(factor()).toEqual(closeTo(AFTER_AN_HOUR));
  });

  it('is the whole dose when decay is corrected to the injection', () => {
    expect(factor({ '00541102': element('CS', 'ADMIN') })).toEqual(closeTo(70_000 / 350e6));
  });

  it('goes over midnight', () => {
    const scan = { '00080031': element('TM', '003000'), '00080032': element('TM', '003000') };
    expect(factor(scan, { '00181072': element('TM', '233000.0') })).toEqual(closeTo(AFTER_AN_HOUR));
    const dated = { '00181078': element('DT', '20240229233000.00+0100') };
    expect(factor(scan, dated)).toEqual(closeTo(AFTER_AN_HOUR));
  });

  it('takes the start of the scan from the frames where the series was made later', () => {
    const later = { '00080031': element('TM', '150000') };
    expect(factor(later)).toEqual({ reason: 'times' });
    /** Mean activity of a frame of 120 s is there after 59.936855 s: by hand from the half-life. */
    const frame = { '00541300': element('DS', 59_936.854672596), '00181242': element('IS', 120_000) };
    const { factor: found } = factor({ ...later, ...frame }) as { factor: number };
    expect(found / AFTER_AN_HOUR).toBeCloseTo(1, 6);
  });

  it('takes it from what GE writes beside', () => {
    const later = { '00080031': element('TM', '150000') };
    const ge = { '00090010': element('LO', 'GEMS_PETD_01'), '0009100D': element('DT', '20240301110000.00') };
    expect(factor({ ...later, ...ge })).toEqual(closeTo(AFTER_AN_HOUR));
  });

  it('is the samples themselves, or the factor of Philips, where units say so', () => {
    expect(factor({ '00541001': element('CS', 'GML') })).toEqual({ factor: 1 });
    const philips = {
      '00541001': element('CS', 'CNTS'),
      '70530010': element('LO', 'Philips PET Private Group'),
      '70531000': element('DS', 0.00042),
    };
    expect(factor(philips)).toEqual({ factor: 0.00042 });
  });

  it('is not made up where something is missing or makes no sense', () => {
    const missing = (tag: string) => ({ [tag]: element('DS') });
    expect(factor({ '00080060': element('CS', 'CT') })).toEqual({ reason: 'notPet' });
    expect(factor({ '00541001': element('CS', 'CNTS') })).toEqual({ reason: 'units' });
    expect(factor({ '00541001': element('CS', 'GML'), '00541006': element('CS', 'LBM') })).toEqual({
      reason: 'units',
    });
    expect(factor({ '00280051': element('CS', 'DECY') })).toEqual({ reason: 'notCorrected' });
    expect(factor({ '00541102': element('CS', 'NONE') })).toEqual({ reason: 'decayCorrection' });
    expect(factor(missing('00101030'))).toEqual({ reason: 'weight' });
    expect(factor({ '00101030': element('DS', 0) })).toEqual({ reason: 'weight' });
    expect(factor({}, missing('00181074'))).toEqual({ reason: 'dose' });
    expect(factor({}, { '00181074': element('DS', 350) })).toEqual({ reason: 'dose' });
    expect(factor({}, missing('00181075'))).toEqual({ reason: 'halfLife' });
    expect(factor({}, missing('00181072'))).toEqual({ reason: 'times' });
    expect(factor(missing('00080022'))).toEqual({ reason: 'times' });
    expect(factor({}, { '00181078': element('DT', '19700101100000') })).toEqual({ reason: 'times' });
  });
});
