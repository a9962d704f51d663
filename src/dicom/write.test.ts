import { describe, expect, it } from 'vitest';
import { bytes, explicit, item, itemEnd, sequenceEnd, UNDEFINED } from '../../test/support/dicom-bytes.ts';
import { Dataset } from './dataset.ts';
import { tags } from './dictionary/tags.generated.ts';
import { parseDataset } from './parse.ts';
import { transferSyntax } from './transfer-syntax.ts';
import { writeDataset } from './write.ts';

const EXPLICIT = transferSyntax.explicitVrLittleEndian.uid;
const syntaxes = Object.entries(transferSyntax).map(([name, { uid }]) => [name, uid] as const);

/** Every kind of value. */
const everything = Dataset.of({
  SpecificCharacterSet: 'ISO_IR 192',
  ImageType: ['ORIGINAL', 'PRIMARY'],
  PatientName: 'Müller^Jörg',
  PatientComments: 'a\\b',
  SliceThickness: 1.5,
  ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
  InstanceNumber: 12,
  Rows: 128,
  FrameIncrementPointer: [0x00181063],
  ReferencedStudySequence: [
    { StudyInstanceUID: '1.2.3' },
    { PatientName: 'Ä^B', ReferencedSeriesSequence: [{}] },
  ],
  RecommendedDisplayFrameRateInFloat: 12.5,
  ExtendedOffsetTable: new Uint8Array(16),
  PixelData: Uint8Array.of(1, 2, 3, 4),
})
  .set(0x00090010, 'LO', 'ISOCENTER TEST')
  .set(0x00091001, 'SV', [-5n, 5n])
  .set(0x00091002, 'UV', 18446744073709551615n)
  .set(0x00091003, 'FD', [0.1, -1e300])
  .set(0x00091004, 'SL', -7)
  .set(0x00091005, 'UN', Uint8Array.of(1, 2, 3, 4));

type Plain = readonly (readonly [tag: number, value: unknown])[];

function plain(dataset: Dataset): Plain {
  return [...dataset].map(
    ({ tag, value }) => [tag, value.kind === 'items' ? value.items.map(plain) : value] as const,
  );
}

const standardOnly = (elements: Plain): Plain => elements.filter(([tag]) => tag >>> 16 !== 9);

describe('what is written', () => {
  it.each(syntaxes)('is read back the same: %s', (_name, uid) => {
    const read = parseDataset(writeDataset(everything, uid), uid);
    expect(standardOnly(plain(read))).toEqual(standardOnly(plain(everything)));
    expect(read.string(0x00090010)).toBe('ISOCENTER TEST');
  });

  it('pads by the VR', () => {
    const dataset = new Dataset().set(tags.StudyInstanceUID, 'UI', '1.2').set(tags.PatientID, 'LO', 'ABC');
    const expected = bytes(
      explicit(tags.PatientID, 'LO', 'ABC '),
      explicit(tags.StudyInstanceUID, 'UI', '1.2\0'),
    );
    expect(writeDataset(dataset, EXPLICIT)).toEqual(expected);
  });

  it('goes as UN where it is too long for its VR', () => {
    const numbers = Array.from({ length: 40_000 }, (_, i) => i);
    for (const { uid } of [transferSyntax.explicitVrLittleEndian, transferSyntax.explicitVrBigEndian]) {
      const dataset = new Dataset().set(0x00283002, 'US', numbers);
      const read = parseDataset(writeDataset(dataset, uid), uid);
      expect(read.get(0x00283002)?.writtenVr?.code).toBe('UN');
      expect(read.numbers(0x00283002)).toEqual(numbers);
    }
  });

  it('refuses values that the VR does not hold', () => {
    expect(() => new Dataset().set(tags.Rows, 'US', 'many')).toThrow(/does not allow/);
    expect(() => new Dataset().set(tags.Rows, 'XX', 1)).toThrow(/no such VR/);
    expect(() => Dataset.of({ NoSuchKeyword: 1 })).toThrow(/NoSuchKeyword/);
  });
});

describe('what was not changed', () => {
  const oddItem = item([...explicit(tags.PatientID, 'LO', 'ODD')], UNDEFINED);
  const data = bytes(
    explicit(0x00080000, 'UL', [99, 0, 0, 0]),
    explicit(tags.SpecificCharacterSet, 'CS', 'ISO_IR 100'),
    explicit(
      tags.ReferencedStudySequence,
      'SQ',
      [...oddItem, ...itemEnd, ...item(explicit(tags.StudyID, 'SH', 'x')), ...sequenceEnd],
      UNDEFINED,
    ),
    explicit(tags.PatientName, 'PN', [0xe4, 0x62, 0x63]),
    explicit(tags.Rows, 'US', [1, 2, 3]),
  );

  it('is copied byte for byte', () => {
    expect(writeDataset(parseDataset(data, EXPLICIT), EXPLICIT)).toEqual(data);
  });

  it('is copied around what was changed', () => {
    const dataset = parseDataset(data, EXPLICIT).set(tags.PatientID, 'LO', 'NEW ');
    const at = data.length - explicit(tags.Rows, 'US', [1, 2, 3]).length;
    const expected = bytes(data.subarray(0, at), explicit(tags.PatientID, 'LO', 'NEW '), data.subarray(at));
    expect(writeDataset(dataset, EXPLICIT)).toEqual(expected);
  });

  it('stays in an item beside one that changed', () => {
    const dataset = parseDataset(data, EXPLICIT);
    dataset.items(tags.ReferencedStudySequence)[1]?.set(tags.StudyID, 'SH', 'yz');
    const written = parseDataset(writeDataset(dataset, EXPLICIT), EXPLICIT);
    const [first, second] = written.items(tags.ReferencedStudySequence);
    expect(first?.get(tags.PatientID)?.length).toBe(3);
    expect(second?.string(tags.StudyID)).toBe('yz');
    expect(second?.span?.undefinedLength).toBe(false);
  });

  it('is written in the new character set when that changes', () => {
    const dataset = parseDataset(data, EXPLICIT).set(tags.SpecificCharacterSet, 'CS', 'ISO_IR 192');
    const read = parseDataset(writeDataset(dataset, EXPLICIT), EXPLICIT);
    expect(dataset.string(tags.PatientName)).toBe('äbc');
    expect(read.string(tags.PatientName)).toBe('äbc');
    expect([...read.bytes(tags.PatientName)!.subarray(0, 2)]).toEqual([0xc3, 0xa4]);
  });

  it('keeps a wrong group length, until its group changes', () => {
    const dataset = parseDataset(data, EXPLICIT);
    dataset.set(tags.PatientName, 'PN', 'other');
    expect(parseDataset(writeDataset(dataset, EXPLICIT), EXPLICIT).number(0x00080000)).toBe(99);
    dataset.set(tags.StudyDate, 'DA', '20200101');
    const written = writeDataset(dataset, EXPLICIT);
    const group8 = [...parseDataset(written, EXPLICIT)].filter(
      ({ tag }) => tag >>> 16 === 8 && tag !== 0x00080000,
    );
    const length = group8.reduce((sum, element) => sum + element.encodedBytes!.length, 0);
    expect(parseDataset(written, EXPLICIT).number(0x00080000)).toBe(length);
  });
});

describe('fragments', () => {
  it('are written with the offset table first', () => {
    const fragments = { basicOffsetTable: new Uint8Array(0), fragments: [bytes('abc'), bytes('de')] };
    const dataset = new Dataset().set(tags.PixelData, 'OB', fragments);
    const expected = explicit(
      tags.PixelData,
      'OB',
      [...item([]), ...item('abc\0'), ...item('de'), ...sequenceEnd],
      UNDEFINED,
    );
    expect(writeDataset(dataset, '1.2.840.10008.1.2.4.50')).toEqual(expected);
  });
});

describe('changes', () => {
  it('deletes', () => {
    const dataset = Dataset.of({ PatientName: 'A', PatientID: 'B' });
    expect(dataset.delete(tags.PatientID)).toBe(true);
    expect(dataset.delete(tags.PatientID)).toBe(false);
    expect([...dataset].map(({ tag }) => tag)).toEqual([tags.PatientName]);
  });

  it('replaces the last of duplicates, in a data set out of order too', () => {
    const data = bytes(explicit(tags.PatientID, 'LO', 'B '), explicit(tags.PatientName, 'PN', 'A '));
    const dataset = parseDataset(data, EXPLICIT).set(tags.PatientID, 'LO', 'C').set(tags.StudyID, 'SH', 'S');
    expect([...dataset].map(({ tag }) => tag)).toEqual([tags.PatientName, tags.PatientID, tags.StudyID]);
    expect(dataset.string(tags.PatientID)).toBe('C');
  });
});
