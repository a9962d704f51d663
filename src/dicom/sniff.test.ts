import { describe, expect, it } from 'vitest';
import { Dataset, writeDataset, writeFileMeta } from './index.ts';
import { sniff } from './sniff.ts';

const meta = (sopClass: string) =>
  new Dataset().set(0x00020002, 'UI', sopClass).set(0x00020003, 'UI', '1.2.3');
const body = Dataset.of({ ImageType: ['ORIGINAL', 'PRIMARY'], SOPClassUID: '1.2', PatientID: 'x' });
const text = (characters: string) => Uint8Array.from(characters, (character) => character.charCodeAt(0));
const kindOf = (bytes: Uint8Array) => sniff(bytes, bytes.length).kind;

describe('sniff', () => {
  it('knows DICOM files by their prefix, and DICOMDIRs by their SOP class', () => {
    expect(kindOf(writeFileMeta(meta('1.2.840.10008.5.1.4.1.1.2')))).toBe('dicom');
    expect(kindOf(writeFileMeta(meta('1.2.840.10008.1.3.10')))).toBe('dicomdir');
    expect(kindOf(writeFileMeta(meta('1.2.840.10008.1.3.10.1')))).toBe('dicom');
  });

  it.each([
    ['implicit little endian', '1.2.840.10008.1.2'],
    ['explicit little endian', '1.2.840.10008.1.2.1'],
    ['explicit big endian', '1.2.840.10008.1.2.2'],
  ])('knows a bare data set in %s', (_, syntax) => {
    expect(kindOf(writeDataset(body, syntax))).toBe('dicom');
  });

  it('knows a file that begins with the meta group', () => {
    expect(kindOf(writeFileMeta(meta('1.2')).subarray(132))).toBe('dicom');
  });

  it.each([
    ['', 'empty'],
    ['MZ\x90\0\x03\0\0\0', 'a Windows program'],
    ['%PDF-1.4', 'a PDF document'],
    ['\xff\xd8\xff\xe0', 'a JPEG picture'],
    ['\0\x05\x16\x07\0\x02\0\0', 'a macOS resource file'],
    ['[autorun]\r\nopen=viewer.exe', 'no DICM prefix and no data element at the beginning'],
    ['\x08\0\x05', 'no DICM prefix and no data element at the beginning'],
    ['\x08\0\x05\0\xff\xff\xff\xff', 'no DICM prefix and no data element at the beginning'],
  ])('says why %j is none', (content, reason) => {
    const bytes = text(content);
    expect(sniff(bytes, bytes.length)).toEqual({ kind: 'other', reason });
  });
});
