import { describe, expect, it } from 'vitest';
import { transferSyntaxes, transferSyntaxOf } from '../transfer-syntax.ts';
import { allVrs, VR, vrOf, vrOfLetters } from '../vr.ts';
import { repeatingElements, standardElements } from './elements.generated.ts';
import { elementOf, tagOf } from './elements.ts';
import { tags } from './tags.generated.ts';
import { isStorageSopClass, storageSopClasses, uidEntry } from './uids.ts';

describe('elements', () => {
  it('has the whole dictionary', () => {
    expect(standardElements.split('\n').length + repeatingElements.split('\n').length).toBe(5277);
    expect(elementOf(tags.PatientName)).toMatchObject({
      vr: VR.PN,
      vm: '1',
      keyword: 'PatientName',
      name: "Patient's Name",
      retired: false,
    });
    expect(elementOf(tags.PixelData)?.vrs).toEqual([VR.OB, VR.OW]);
    expect(elementOf(0x00101001)?.keyword).toBe('OtherPatientNames');
    expect(elementOf(0x00100011)).toBeUndefined();
  });

  it.each([
    [0x60003000, 'OverlayData'],
    [0x60103000, 'OverlayData'],
    [0x50020005, 'CurveDimensions'],
    [0x7f020010, 'VariablePixelData'],
    [0x00203105, 'SourceImageIDs'],
    [0x10000510, 'EscapeTriplet'],
    [0x10100001, 'ZonalMap'],
    [0x00280433, 'CoefficientCodingPointers'],
  ])('finds repeating group %i', (tag, keyword) => {
    expect(elementOf(tag)?.keyword).toBe(keyword);
  });

  it('finds tags by keyword', () => {
    expect(tagOf('PatientName')).toBe(0x00100010);
    expect(tagOf('OverlayData')).toBe(0x60003000);
    expect(tagOf('NoSuchThing')).toBeUndefined();
    for (const [keyword, tag] of Object.entries(tags)) expect(tagOf(keyword)).toBe(tag);
  });

  it('finds private elements by creator, in any block', () => {
    expect(elementOf(0x0019100c, 'SIEMENS MR HEADER')).toMatchObject({ vr: VR.IS });
    expect(elementOf(0x0019aa0c, 'SIEMENS MR HEADER')).toEqual(elementOf(0x0019100c, 'SIEMENS MR HEADER'));
    expect(elementOf(0x0019100c, 'NOBODY')).toBeUndefined();
    expect(elementOf(0x0019100c)).toBeUndefined();
  });
});

describe('UIDs', () => {
  it('knows what is what', () => {
    expect(uidEntry('1.2.840.10008.5.1.4.1.1.4')).toMatchObject({
      keyword: 'MRImageStorage',
      type: 'SOP Class',
    });
    expect(isStorageSopClass('1.2.840.10008.5.1.4.1.1.4')).toBe(true);
    expect(isStorageSopClass('1.2.840.10008.1.1')).toBe(false);
    expect(isStorageSopClass('1.2.840.10008.1.3.10')).toBe(false);
    expect(storageSopClasses().length).toBeGreaterThan(170);
  });

  it('knows the form of transfer syntaxes', () => {
    expect(transferSyntaxes().length).toBe(63);
    expect(transferSyntaxOf('1.2.840.10008.1.2')).toMatchObject({ explicitVr: false, encapsulated: false });
    expect(transferSyntaxOf('1.2.840.10008.1.2.2')).toMatchObject({ littleEndian: false });
    expect(transferSyntaxOf('1.2.840.10008.1.2.1.99')).toMatchObject({ deflated: true });
    expect(transferSyntaxOf('1.2.840.10008.1.2.5')).toMatchObject({ explicitVr: true, encapsulated: true });
    expect(transferSyntaxOf('1.3.46.670589.33.1.4.1')).toMatchObject({ encapsulated: true });
    expect(transferSyntaxOf('1.2.840.10008.5.1.4.1.1.4')).toBeUndefined();
  });
});

describe('VRs', () => {
  it('has all of PS3.5 table 6.2-1', () => {
    expect(allVrs.length).toBe(34);
    const long = allVrs.filter(({ lengthBytes }) => lengthBytes === 4).map(({ code }) => code);
    expect(long).toEqual(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
    expect(vrOf('XX')).toBeUndefined();
    expect(vrOfLetters(0x53, 0x51)).toBe(VR.SQ);
    expect(vrOfLetters(0, 0)).toBeUndefined();
  });
});
