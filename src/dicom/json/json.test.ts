import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IsocenterError } from '../../base/index.ts';
import { Dataset } from '../dataset.ts';
import { parseDataset } from '../parse.ts';
import { allVrs } from '../vr.ts';
import { writeDataset } from '../write.ts';
import { exactNumber } from './decimal.ts';
import { fromJson, type JsonDataset, jsonText, toJson } from './index.ts';

const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
const EXPLICIT_BIG = '1.2.840.10008.1.2.2';
const badValue = expect.objectContaining({ code: 'dicom/bad-value' });

/** What a reader of the JSON sees. */
const throughText = (json: JsonDataset): unknown => JSON.parse(jsonText(json));

describe('toJson', () => {
  it('writes the attributes of PS3.18 F.2.1.1.2', () => {
    const dataset = Dataset.of({
      SpecificCharacterSet: 'ISO_IR 100',
      PatientName: ['Wang^XiaoDong=王^小東', ''],
      PatientID: [],
      ImageType: ['ORIGINAL', '', 'AXIAL'],
      Rows: 512,
      PixelSpacing: ['0.50', '0.123456789012345678'],
      InstanceNumber: '7',
      FrameIncrementPointer: 0x00181063,
      ReferencedStudySequence: [{ ReferencedSOPInstanceUID: '1.2.3' }, {}],
    });
    expect(toJson(dataset)).toEqual({
      '00080005': { vr: 'CS', Value: ['ISO_IR 100'] },
      '00080008': { vr: 'CS', Value: ['ORIGINAL', null, 'AXIAL'] },
      '00081110': { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: ['1.2.3'] } }, {}] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Wang^XiaoDong', Ideographic: '王^小東' }, null] },
      '00100020': { vr: 'LO' },
      '00200013': { vr: 'IS', Value: [7] },
      '00280009': { vr: 'AT', Value: ['00181063'] },
      '00280010': { vr: 'US', Value: [512] },
      '00280030': { vr: 'DS', Value: [0.5, '0.123456789012345678'] },
    });
  });

  it('leaves group lengths out', () => {
    expect(toJson(new Dataset().set(0x00100000, 'UL', 12))).toEqual({});
  });

  it('gives long binary values by reference, with the path to them', () => {
    const pixels = {
      PixelData: new Uint8Array(2000),
      IconImageSequence: [{ PixelData: new Uint8Array(2000) }],
    };
    const json = toJson(Dataset.of(pixels), { bulkDataUri: (path) => `bulk/${path}` });
    expect(json['7FE00010']).toMatchObject({ BulkDataURI: 'bulk/7FE00010' });
    expect(json['00880200']?.Value).toEqual([
      { '7FE00010': { vr: 'OW', BulkDataURI: 'bulk/00880200/0/7FE00010' } },
    ]);
  });

  it('keeps binary values inline up to the threshold, and where there is no reference', () => {
    const dataset = Dataset.of({ PixelData: Uint8Array.of(1, 2, 3, 4) });
    const inline = { '7FE00010': { vr: 'OW', InlineBinary: 'AQIDBA==' } };
    expect(toJson(dataset, { bulkDataUri: () => 'x' })).toEqual(inline);
    expect(toJson(dataset, { bulkDataUri: () => undefined, bulkThreshold: 0 })).toEqual(inline);
  });

  it('is little endian whatever was read', () => {
    const dataset = Dataset.of({ PixelData: Uint8Array.of(1, 2, 3, 4) });
    const read = parseDataset(writeDataset(dataset, EXPLICIT_BIG), EXPLICIT_BIG);
    expect(toJson(read)).toEqual(toJson(dataset));
  });

  it('writes what JSON numbers cannot say as text', () => {
    const dataset = new Dataset()
      .set(0x00189073, 'FD', [0.5, Number.NaN, Number.NEGATIVE_INFINITY])
      .set(0x00082001, 'UV', [1n, 2n ** 64n - 1n]);
    expect(toJson(dataset)).toEqual({
      '00082001': { vr: 'UV', Value: [1, '18446744073709551615'] },
      '00189073': { vr: 'FD', Value: [0.5, 'NaN', '-Infinity'] },
    });
  });

  it('orders attributes in the text, also those whose tags look like array indexes', () => {
    const dataset = Dataset.of({ PatientID: 'x', OverlayRows: 1, PixelData: Uint8Array.of(0, 0) });
    expect(jsonText(toJson(dataset)).match(/[0-9A-F]{8}/g)).toEqual(['00100020', '60000010', '7FE00010']);
    const nested = Dataset.of({ ReferencedStudySequence: [{ PatientID: 'x', OverlayRows: 1 }] });
    expect(jsonText(toJson(nested)).match(/[0-9A-F]{8}/g)).toEqual(['00081110', '00100020', '60000010']);
  });
});

describe('exactNumber', () => {
  it.each([
    ['1', 1],
    ['-0.50', -0.5],
    ['+007', 7],
    ['1.20E+3', 1200],
    ['.5', 0.5],
    ['5.', 5],
    ['0.1', 0.1],
    ['9007199254740993', '9007199254740993'],
    ['-0', '-0'],
    ['1e400', '1e400'],
    ['Infinity', 'Infinity'],
    ['0x10', '0x10'],
    ['12mm', '12mm'],
    ['.', '.'],
  ])('%s', (text, value) => {
    expect(exactNumber(text)).toBe(value);
  });
});

describe('fromJson', () => {
  it('keeps the character set where it has the text, and says UTF-8 where it has not', () => {
    const name = (text: string) => ({ '00100010': { vr: 'PN', Value: [{ Alphabetic: text }] } });
    const latin1 = { '00080005': { vr: 'CS', Value: ['ISO_IR 100'] } };
    expect(fromJson(name('Müller')).string(0x00080005)).toBe('ISO_IR 192');
    expect(fromJson(name('Miller')).has(0x00080005)).toBe(false);
    expect(fromJson({ ...latin1, ...name('Müller') }).string(0x00080005)).toBe('ISO_IR 100');
    expect(fromJson({ ...latin1, ...name('山田') }).string(0x00080005)).toBe('ISO_IR 192');
    const nested = fromJson({ ...latin1, '00081110': { vr: 'SQ', Value: [name('山田'), name('Müller')] } });
    expect(nested.items(0x00081110).map((item) => item.string(0x00080005))).toEqual([
      'ISO_IR 192',
      undefined,
    ]);
  });

  it('fetches bulk data', () => {
    const json = {
      '7FE00010': { vr: 'OW', BulkDataURI: 'p' },
      '0040A160': { vr: 'UT', BulkDataURI: 't' },
    };
    const bulk: Record<string, Uint8Array> = { p: Uint8Array.of(1, 2), t: new TextEncoder().encode('grün') };
    const dataset = fromJson(json, { bulkData: (uri) => bulk[uri] });
    expect(dataset.bytes(0x7fe00010)).toEqual(Uint8Array.of(1, 2));
    expect(dataset.string(0x0040a160)).toBe('grün');
    expect(() => fromJson(json)).toThrow(badValue);
    const numbers = { '00189073': { vr: 'FD', BulkDataURI: 'n' } };
    const doubles = new Uint8Array(Float64Array.of(0.5, -2).buffer);
    expect(fromJson(numbers, { bulkData: () => doubles }).numbers(0x00189073)).toEqual([0.5, -2]);
  });

  it.each([
    ['not an object', []],
    ['a key that is no tag', { PatientName: { vr: 'PN' } }],
    ['an attribute that is no object', { '00100010': 'x' }],
    ['no VR', { '00100010': { Value: ['x'] } }],
    ['an unknown VR', { '00100010': { vr: 'XX' } }],
    ['a value that is no array', { '00100010': { vr: 'PN', Value: 'x' } }],
    ['an object as text', { '00100020': { vr: 'LO', Value: [{}] } }],
    ['text as number', { '00280010': { vr: 'US', Value: ['x'] } }],
    ['null as number', { '00280010': { vr: 'US', Value: [null] } }],
    ['a fraction as 64-bit integer', { '00082001': { vr: 'SV', Value: [0.5] } }],
    ['bad Base64', { '7FE00010': { vr: 'OW', InlineBinary: '§' } }],
    ['Base64 as text', { '00100020': { vr: 'LO', InlineBinary: 'AAAA' } }],
    ['binary as values', { '7FE00010': { vr: 'OW', Value: [1] } }],
    ['an item that is no object', { '00081110': { vr: 'SQ', Value: [1] } }],
    ['not a tag in AT', { '00280009': { vr: 'AT', Value: ['zz'] } }],
  ])('refuses %s', (_, json) => {
    expect(() => fromJson(json)).toThrow(badValue);
  });

  it('reads or refuses anything, with an error of the register', () => {
    const vr = fc.oneof(fc.constantFrom(...allVrs.map(({ code }) => code)), fc.string({ maxLength: 2 }));
    const attribute = fc.record(
      { vr, Value: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()), InlineBinary: fc.base64String() },
      { requiredKeys: ['vr'] },
    );
    const tag = fc.constantFrom('00100010', '00080005', '7FE00010', '00091001', '0028001', '00081110');
    fc.assert(
      fc.property(fc.dictionary(tag, fc.oneof(attribute, fc.jsonValue())), (json) => {
        try {
          writeDataset(fromJson(json), EXPLICIT_LITTLE);
        } catch (error) {
          expect(error).toBeInstanceOf(IsocenterError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses sequences deeper than the limit', () => {
    let json: object = {};
    for (let i = 0; i < 100; i++) json = { '00081110': { vr: 'SQ', Value: [json] } };
    expect(() => fromJson(json)).toThrow(expect.objectContaining({ code: 'dicom/limit' }));
  });
});

describe('round trip', () => {
  const word = fc.string({ unit: fc.constantFrom(...'aZ0 éß山'), minLength: 1, maxLength: 8 });
  const text = word.map((s) => `${s.trim()}x`);
  // JSON writers, JavaScript's included, know no negative zero.
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);
  const level = {
    SpecificCharacterSet: fc.constant('ISO_IR 192'),
    PatientName: fc.array(
      fc.tuple(text, text).map(([a, b]) => `${a}^${b}=${b}`),
      { minLength: 1, maxLength: 2 },
    ),
    PatientComments: text,
    StudyDescription: fc.oneof(text, fc.constant([])),
    ImageType: fc
      .array(fc.constantFrom('ORIGINAL', '', 'AXIAL'), { minLength: 2, maxLength: 4 })
      .filter((v) => v.join('') !== ''),
    InstanceNumber: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map(String),
    PixelSpacing: fc.array(
      fc.integer({ min: 1, max: 9999 }).map((n) => String(n / 1000)),
      { minLength: 2, maxLength: 2 },
    ),
    Rows: fc.nat(65535),
    FrameReferenceTime: fc.integer().map(String),
    DiffusionBValue: finite,
    PixelData: fc.uint8Array({ maxLength: 40 }).map((bytes) => bytes.subarray(0, bytes.length & ~1)),
  };
  const item = fc.record(level, { requiredKeys: [] });
  const plain = fc.record(
    { ...level, ReferencedStudySequence: fc.array(item, { maxLength: 3 }) },
    { requiredKeys: ['SpecificCharacterSet'] },
  );

  it('gives the same data set, byte for byte', () => {
    fc.assert(
      fc.property(plain, (values) => {
        const dataset = Dataset.of(values);
        const again = fromJson(throughText(toJson(dataset)));
        expect(writeDataset(again, EXPLICIT_LITTLE)).toEqual(writeDataset(dataset, EXPLICIT_LITTLE));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the fragments of encapsulated pixel data', () => {
    const fragments = {
      basicOffsetTable: new Uint8Array(0),
      fragments: [Uint8Array.of(1, 2), Uint8Array.of(3, 4)],
    };
    const dataset = new Dataset().set(0x7fe00010, 'OB', fragments);
    expect(fromJson(toJson(dataset)).get(0x7fe00010)?.value).toEqual({ kind: 'fragments', fragments });
  });

  it('keeps private elements', () => {
    const dataset = new Dataset()
      .set(0x00290010, 'LO', 'ACME 1.1')
      .set(0x00291001, 'UN', Uint8Array.of(1, 2));
    expect(writeDataset(fromJson(throughText(toJson(dataset))), EXPLICIT_LITTLE)).toEqual(
      writeDataset(dataset, EXPLICIT_LITTLE),
    );
  });
});
