import { describe, expect, it } from 'vitest';
import {
  bytes,
  explicit,
  implicit,
  item,
  itemEnd,
  repeated,
  sequenceEnd,
  UNDEFINED,
} from '../../test/support/dicom-bytes.ts';
import type { Dataset } from './dataset.ts';
import { tags } from './dictionary/tags.generated.ts';
import { limits } from './limits.ts';
import { parseDataset } from './parse.ts';
import { transferSyntax } from './transfer-syntax.ts';

const IMPLICIT = transferSyntax.implicitVrLittleEndian.uid;
const EXPLICIT = transferSyntax.explicitVrLittleEndian.uid;
const BIG = transferSyntax.explicitVrBigEndian.uid;
const JPEG = '1.2.840.10008.1.2.4.50';

const parse = (...parts: Uint8Array[]): Dataset => parseDataset(bytes(...parts), EXPLICIT);
const code = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('values', () => {
  it('reads text, numbers and tags', () => {
    const dataset = parse(
      explicit(tags.ImageType, 'CS', 'ORIGINAL\\PRIMARY '),
      explicit(tags.PatientID, 'LO', ' 42 '),
      explicit(tags.SliceThickness, 'DS', '-1.25 '),
      explicit(tags.InstanceNumber, 'IS', '+7'),
      explicit(tags.Rows, 'US', [0, 2]),
      explicit(tags.FrameIncrementPointer, 'AT', [0x18, 0, 0x63, 0x10]),
    );
    expect(dataset.strings(tags.ImageType)).toEqual(['ORIGINAL', 'PRIMARY']);
    expect(dataset.string(tags.ImageType)).toBe('ORIGINAL');
    expect(dataset.string(tags.PatientID)).toBe('42');
    expect(dataset.number(tags.SliceThickness)).toBe(-1.25);
    expect(dataset.number(tags.InstanceNumber)).toBe(7);
    expect(dataset.number(tags.Rows)).toBe(512);
    expect(dataset.strings(tags.FrameIncrementPointer)).toEqual(['(0018,1063)']);
    expect(dataset.string(tags.StudyID)).toBeUndefined();
  });

  it.each([
    ['1.5', 1.5],
    ['1.5\\2.5', 1.5],
    ['-0.1', -0.1],
    ['1e3', 1000],
    ['.5', 0.5],
    ['5.', 5],
    ['123456789012345678', 123456789012345680],
    ['0.1234567890123456', 0.1234567890123456],
    ['', undefined],
    ['   ', undefined],
    ['abc', undefined],
    ['1,5', undefined],
    ['0x10', undefined],
    ['-', undefined],
    ['.', undefined],
  ])('reads the decimal %j as %j', (text, number) => {
    const padded = text.length % 2 === 1 ? `${text} ` : text;
    const dataset = parse(explicit(tags.SliceThickness, 'DS', padded));
    expect(dataset.number(tags.SliceThickness)).toBe(number);
    dataset.strings(tags.SliceThickness);
    expect(parse(explicit(tags.SliceThickness, 'DS', padded)).numbers(tags.SliceThickness)[0]).toBe(number);
  });

  it('reads text in the character set of the data set, and of the item', () => {
    const name = explicit(tags.PatientName, 'PN', [0xe4, 0x20]);
    const utf8 = explicit(tags.PatientName, 'PN', [0xc3, 0xa4]);
    const inItem = item([...explicit(tags.SpecificCharacterSet, 'CS', 'ISO_IR 192'), ...utf8]);
    const dataset = parse(
      explicit(tags.SpecificCharacterSet, 'CS', 'ISO_IR 100'),
      explicit(tags.ReferencedStudySequence, 'SQ', [...item(name), ...inItem]),
      name,
    );
    const names = dataset.items(tags.ReferencedStudySequence).map((each) => each.string(tags.PatientName));
    expect([dataset.string(tags.PatientName), ...names]).toEqual(['ä', 'ä', 'ä']);
  });

  it('iterates in tag order, and writes in the order read', () => {
    const dataset = parse(
      explicit(tags.PatientID, 'LO', 'B '),
      explicit(tags.PatientName, 'PN', 'A '),
      explicit(tags.PatientID, 'LO', 'C '),
    );
    expect([...dataset].map(({ tag }) => tag)).toEqual([tags.PatientName, tags.PatientID]);
    expect(dataset.string(tags.PatientID)).toBe('C');
    expect(dataset.inReadingOrder().length).toBe(3);
  });
});

describe('implicit VR', () => {
  it('takes VRs from the dictionary, private ones by their creator', () => {
    const dataset = parseDataset(
      bytes(
        implicit(0x00080000, [1, 0, 0, 0]),
        implicit(0x00190010, 'SIEMENS MR HEADER '),
        implicit(0x0019100c, '1000'),
        implicit(0x00191077, 'xx'),
        implicit(tags.Rows, [1, 0]),
        implicit(0x60003000, [1, 2]),
        implicit(0x77770010, 'NOBODY'),
      ),
      IMPLICIT,
    );
    expect([...dataset].map(({ vr }) => vr.code)).toEqual(['UL', 'LO', 'IS', 'UN', 'US', 'OW', 'LO']);
    expect(dataset.number(0x0019100c)).toBe(1000);
  });

  it('lets Pixel Representation decide between US and SS, in items too', () => {
    const smallest = implicit(tags.SmallestImagePixelValue, [0xff, 0xff]);
    const dataset = parseDataset(
      bytes(
        implicit(tags.ReferencedStudySequence, item(smallest)),
        implicit(tags.PixelRepresentation, [1, 0]),
        smallest,
      ),
      IMPLICIT,
    );
    expect(dataset.number(tags.SmallestImagePixelValue)).toBe(-1);
    expect(dataset.items(tags.ReferencedStudySequence)[0]?.number(tags.SmallestImagePixelValue)).toBe(-1);
  });
});

describe('explicit VR', () => {
  it('reads big endian', () => {
    const dataset = parseDataset(bytes([0, 0x28, 0, 0x10], 'US', [0, 2, 1, 2]), BIG);
    expect(dataset.number(tags.Rows)).toBe(258);
  });

  it('reads UN of undefined length as an implicit VR sequence (CP-246)', () => {
    const inside = bytes(item(implicit(tags.PatientID, 'X '), UNDEFINED), itemEnd, sequenceEnd);
    for (const tag of [0x00091001, tags.ReferencedStudySequence]) {
      const dataset = parse(explicit(tag, 'UN', inside, UNDEFINED), explicit(tags.StudyID, 'SH', 'S '));
      expect(dataset.items(tag)[0]?.string(tags.PatientID)).toBe('X');
      expect(dataset.string(tags.StudyID)).toBe('S');
    }
  });

  it('reads UN of defined length as what the dictionary knows', () => {
    const dataset = parse(
      explicit(tags.ReferencedStudySequence, 'UN', item(implicit(tags.PatientID, 'X '))),
      explicit(tags.Rows, 'UN', [3, 0]),
    );
    expect(dataset.number(tags.Rows)).toBe(3);
    expect(dataset.items(tags.ReferencedStudySequence)[0]?.string(tags.PatientID)).toBe('X');
  });

  it('takes an element without a VR for implicit, and one with an unknown VR for UN', () => {
    const dataset = parse(
      implicit(tags.PatientID, 'A '),
      bytes([0x10, 0, 0x21, 0], 'ZZ', [2, 0], 'B '),
      bytes([0x10, 0, 0x30, 0], 'YY', [0, 0, 2, 0, 0, 0], 'C '),
      explicit(tags.StudyID, 'SH', 'S '),
    );
    expect(dataset.string(tags.PatientID)).toBe('A');
    expect(dataset.length).toBe(4);
    expect(dataset.string(tags.StudyID)).toBe('S');
  });

  it('reads an odd length', () => {
    expect(
      parse(explicit(tags.PatientID, 'LO', 'ABC'), explicit(tags.StudyID, 'SH', 'S')).string(tags.StudyID),
    ).toBe('S');
  });
});

describe('sequences', () => {
  const name = explicit(tags.PatientName, 'PN', 'A ');

  it.each([
    ['defined in defined', explicit(tags.ReferencedStudySequence, 'SQ', item(name))],
    [
      'undefined in defined',
      explicit(tags.ReferencedStudySequence, 'SQ', [...item(name, UNDEFINED), ...itemEnd]),
    ],
    [
      'defined in undefined',
      explicit(tags.ReferencedStudySequence, 'SQ', [...item(name), ...sequenceEnd], UNDEFINED),
    ],
    [
      'undefined in undefined',
      explicit(
        tags.ReferencedStudySequence,
        'SQ',
        [...item(name, UNDEFINED), ...itemEnd, ...sequenceEnd],
        UNDEFINED,
      ),
    ],
    [
      'without the last item delimiter',
      explicit(tags.ReferencedStudySequence, 'SQ', [...item(name, UNDEFINED), ...sequenceEnd], UNDEFINED),
    ],
    [
      'of defined length with a delimiter',
      explicit(tags.ReferencedStudySequence, 'SQ', [...item(name), ...sequenceEnd]),
    ],
  ])('reads items: %s', (_name, sequence) => {
    const dataset = parse(sequence, explicit(tags.StudyID, 'SH', 'S '));
    expect(dataset.items(tags.ReferencedStudySequence).map((each) => each.string(tags.PatientName))).toEqual([
      'A',
    ]);
    expect(dataset.string(tags.StudyID)).toBe('S');
  });

  it('refuses a bad item', () => {
    const dataset = parse(explicit(tags.ReferencedStudySequence, 'SQ', name));
    expect(code(() => dataset.items(tags.ReferencedStudySequence))).toBe('dicom/bad-length');
  });
});

describe('fragments', () => {
  it('keeps them as views, after the basic offset table', () => {
    const data = bytes(
      explicit(
        tags.PixelData,
        'OB',
        [...item([0, 0, 0, 0]), ...item('ab'), ...item('cdef'), ...sequenceEnd],
        UNDEFINED,
      ),
    );
    const value = parseDataset(data, JPEG).get(tags.PixelData)?.value;
    if (value?.kind !== 'fragments') throw new Error('no fragments');
    expect(value.fragments.basicOffsetTable.length).toBe(4);
    expect(value.fragments.fragments.map((fragment) => String.fromCharCode(...fragment))).toEqual([
      'ab',
      'cdef',
    ]);
    expect(value.fragments.fragments.every((fragment) => fragment.buffer === data.buffer)).toBe(true);
  });
});

describe('damage', () => {
  const name = explicit(tags.PatientName, 'PN', 'A ');
  const cut = explicit(tags.PatientID, 'LO', 'ABC', 100);

  it('is an error', () => {
    expect(code(() => parse(name, cut))).toBe('dicom/truncated');
    expect(code(() => parse(name, bytes([1, 2, 3])))).toBe('dicom/truncated');
    expect(code(() => parse(name, itemEnd))).toBe('dicom/bad-length');
    expect(code(() => parseDataset(name, ''))).toBe('dicom/unsupported-transfer-syntax');
    expect(code(() => parseDataset(name, '1.2.840.10008.1.1'))).toBe('dicom/unsupported-transfer-syntax');
  });

  it('ends a data set quietly when tolerated', () => {
    const dataset = parseDataset(bytes(name, cut), EXPLICIT, { tolerant: true });
    expect(dataset.string(tags.PatientID)).toBe('ABC');
    expect(dataset.damage?.code).toBe('dicom/truncated');
    const rest = parseDataset(bytes(name, itemEnd), EXPLICIT, { tolerant: true });
    expect(rest.trailing?.length).toBe(8);
  });
});

describe('limits', () => {
  const opening = bytes(explicit(tags.ReferencedStudySequence, 'SQ', [], UNDEFINED), item([], UNDEFINED));

  it('stops at sequences 100,000 deep', () => {
    const deep = repeated(opening, 100_000);
    expect(code(() => parseDataset(deep, EXPLICIT))).toBe('dicom/limit');
  });

  it('stops at sequences of defined length too deep, when they are opened', () => {
    let inner = new Uint8Array(0);
    for (let depth = 0; depth < limits.sequenceDepth + 2; depth++) {
      inner = Uint8Array.from(explicit(tags.ReferencedStudySequence, 'SQ', item(inner)));
    }
    let dataset: Dataset | undefined = parse(inner);
    const open = () => {
      while (dataset) dataset = dataset.items(tags.ReferencedStudySequence)[0];
    };
    expect(code(open)).toBe('dicom/limit');
  });

  it('stops at 300,000 elements and 300,000 items', () => {
    const elements = repeated(explicit(tags.PatientID, 'LO', ''), 300_000);
    expect(code(() => parseDataset(elements, EXPLICIT))).toBe('dicom/limit');
    const items = repeated(item([]), 300_000);
    const sequence = Buffer.concat([explicit(tags.ReferencedStudySequence, 'SQ', [], items.length), items]);
    const dataset = parseDataset(sequence, EXPLICIT);
    expect(code(() => dataset.items(tags.ReferencedStudySequence))).toBe('dicom/limit');
  });

  it('sorts many elements that are out of order only once', () => {
    const count = 200_000;
    const one = explicit(0, 'LO', '');
    const elements = repeated(one, count);
    const view = new DataView(elements.buffer);
    for (let i = 0; i < count; i++) view.setUint16(i * one.length, 0x7000 - (i >> 8), true);
    for (let i = 0; i < count; i++) view.setUint16(i * one.length + 2, 0x00ff - (i & 0xff), true);
    const start = performance.now();
    expect(parseDataset(elements, EXPLICIT).has(0x70000001)).toBe(true);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
