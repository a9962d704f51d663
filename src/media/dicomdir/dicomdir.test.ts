import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IsocenterError } from '../../base/index.ts';
import { Dataset, parseFile, tagOf, tags } from '../../dicom/index.ts';
import { isFileId, numberedFileId, readDicomdir, writeDicomdir } from './index.ts';
import { allRecordTypes } from './record-types.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
const options = { implementationClassUid: '2.25.1', fileSetId: 'TEST' };

interface Place {
  readonly patient: string;
  readonly study: string;
  readonly series: string;
  readonly sopClass?: string;
}

function entry(index: number, { patient, study, series, sopClass = CT }: Place) {
  const dataset = Dataset.of({
    SOPClassUID: sopClass,
    SOPInstanceUID: `1.2.3.${index}`,
    PatientName: `Name^${patient}`,
    PatientID: patient,
    StudyInstanceUID: `1.2.4.${study}`,
    SeriesInstanceUID: `1.2.5.${series}`,
    Modality: 'CT',
    Rows: 1,
  });
  return { fileId: numberedFileId(index), dataset, transferSyntaxUid: EXPLICIT_LITTLE };
}

const places = [
  { patient: 'A', study: '1', series: '1' },
  { patient: 'A', study: '1', series: '1' },
  { patient: 'B', study: '3', series: '4' },
  { patient: 'A', study: '1', series: '2' },
  { patient: 'A', study: '2', series: '3' },
];
const written = () =>
  writeDicomdir(
    places.map((place, index) => entry(index, place)),
    options,
  );

/** `PATIENT>STUDY>SERIES>IMAGE` of each record. */
function paths(bytes: Uint8Array): string[] {
  return readDicomdir(bytes).records.map((record) => {
    const types: string[] = [];
    for (let at: typeof record | undefined = record; at !== undefined; at = at.parent) types.unshift(at.type);
    return types.join('>');
  });
}

describe('writeDicomdir', () => {
  it('groups instances by patient, study and series', () => {
    const one = 'PATIENT>STUDY>SERIES>IMAGE';
    const [patient, study, series, image] = [one.slice(0, 7), one.slice(0, 13), one.slice(0, 20), one];
    expect(paths(written())).toEqual([
      ...[patient, study, series, image, image, series, image, study, series, image],
      ...[patient, study, series, image],
    ]);
  });

  it('writes offsets that lead to all records', () => {
    expect(readDicomdir(written())).toMatchObject({ fileSetId: 'TEST', problems: [] });
  });

  it('points at the last root record', () => {
    const bytes = written();
    const { dataset } = parseFile(bytes);
    const last = dataset.number(tags.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity);
    const roots = readDicomdir(bytes).records.filter((record) => record.parent === undefined);
    expect(roots.at(-1)?.offset).toBe(last);
  });

  it('names the file, class, instance and transfer syntax', () => {
    const record = readDicomdir(written()).records.find(({ type }) => type === 'IMAGE');
    expect(record?.fileId).toEqual(['IMAGES', '0001', 'IM000001']);
    expect(record?.dataset.string(tags.ReferencedSOPClassUIDInFile)).toBe(CT);
    expect(record?.dataset.string(tags.ReferencedSOPInstanceUIDInFile)).toBe('1.2.3.0');
    expect(record?.dataset.string(tags.ReferencedTransferSyntaxUIDInFile)).toBe(EXPLICIT_LITTLE);
  });

  it('counts up the numbers that records need', () => {
    const numbers = readDicomdir(written()).records.map(({ dataset }) => dataset.string(tags.InstanceNumber));
    expect(numbers.filter((number) => number !== undefined)).toEqual(['1', '2', '1', '1', '1']);
  });

  it('keeps text of any script', () => {
    const { dataset, ...rest } = entry(0, places[0]!);
    dataset
      .set(tags.SpecificCharacterSet, 'CS', 'ISO_IR 192')
      .set(tags.PatientName, 'PN', 'Yamada^Tarou=山田^太郎');
    const [patient] = readDicomdir(writeDicomdir([{ dataset, ...rest }], options)).records;
    expect(patient?.dataset.string(tags.PatientName)).toBe('Yamada^Tarou=山田^太郎');
  });

  it.each([
    ['1.2.840.10008.5.1.4.1.1.2', 'IMAGE'],
    ['1.2.840.10008.5.1.4.1.1.4.2', 'SPECTROSCOPY'],
    ['1.2.840.10008.5.1.4.1.1.9.1.1', 'WAVEFORM'],
    ['1.2.840.10008.5.1.4.1.1.11.1', 'PRESENTATION'],
    ['1.2.840.10008.5.1.4.1.1.66', 'RAW DATA'],
    ['1.2.840.10008.5.1.4.1.1.66.1', 'REGISTRATION'],
    ['1.2.840.10008.5.1.4.1.1.66.4', 'IMAGE'],
    ['1.2.840.10008.5.1.4.1.1.88.22', 'SR DOCUMENT'],
    ['1.2.840.10008.5.1.4.1.1.88.59', 'KEY OBJECT DOC'],
    ['1.2.840.10008.5.1.4.1.1.104.1', 'ENCAP DOC'],
    ['1.2.840.10008.5.1.4.1.1.481.1', 'IMAGE'],
    ['1.2.840.10008.5.1.4.1.1.481.2', 'RT DOSE'],
    ['1.2.840.10008.5.1.4.1.1.481.5', 'RT PLAN'],
    ['1.2.840.10008.5.1.4.1.1.481.12', 'RADIOTHERAPY'],
    ['1.2.3.4', 'IMAGE'],
  ])('%s is %s', (sopClass, type) => {
    const bytes = writeDicomdir([entry(0, { ...places[0]!, sopClass })], options);
    expect(readDicomdir(bytes).records.at(-1)?.type).toBe(type);
  });

  it('refuses File IDs that media do not allow', () => {
    const long = { ...entry(0, places[0]!), fileId: ['IMAGES', 'TOOLONGNAME'] };
    expect(() => writeDicomdir([long], options)).toThrow(expect.objectContaining({ code: 'input/invalid' }));
  });

  it('refuses instances without a UID', () => {
    const { dataset, ...rest } = entry(0, places[0]!);
    dataset.delete(tags.SOPInstanceUID);
    expect(() => writeDicomdir([{ dataset, ...rest }], options)).toThrow(/has no SOPInstanceUID/);
  });

  it('takes another date of the instance for a missing study date', () => {
    const { dataset, ...rest } = entry(0, places[0]!);
    dataset.set(tags.AcquisitionDate, 'DA', '20200102').set(tags.ContentDate, 'DA', '20200103');
    const study = readDicomdir(writeDicomdir([{ dataset, ...rest }], options)).records[1];
    expect(study?.dataset.string(tags.StudyDate)).toBe('20200102');
  });

  it('writes an empty file-set', () => {
    expect(readDicomdir(writeDicomdir([], options))).toMatchObject({ records: [], problems: [] });
  });

  it('copies only elements that the dictionary has', () => {
    const keywords = allRecordTypes().flatMap(({ keys }) => keys);
    expect(keywords.filter((keyword) => tagOf(keyword) === undefined)).toEqual([]);
  });
});

describe('readDicomdir', () => {
  /** The same with one offset overwritten. */
  function broken(tag: number, offset: number): Uint8Array {
    const bytes = written();
    const { dataset } = parseFile(bytes);
    const element = dataset.get(tag) ?? dataset.items(tags.DirectoryRecordSequence)[0]!.get(tag)!;
    new DataView(bytes.buffer).setUint32(element.valueStart, offset, true);
    return bytes;
  }

  it.each([0, 1, 0xffffffff])('takes the order of records for wrong offsets (%i)', (offset) => {
    const bytes = broken(tags.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, offset);
    expect(paths(bytes)).toEqual(paths(written()));
    expect(readDicomdir(bytes).problems).toEqual(['14 of 14 records are not reached by its offsets.']);
  });

  it('ends where offsets go in circles', () => {
    const first = readDicomdir(written()).records[0]!.offset;
    const bytes = broken(tags.OffsetOfTheNextDirectoryRecord, first);
    expect(paths(bytes)).toEqual(paths(written()));
  });

  it('leaves out records that are not in use', () => {
    const bytes = written();
    const image = parseFile(bytes).dataset.items(tags.DirectoryRecordSequence)[3]!;
    new DataView(bytes.buffer).setUint16(image.get(tags.RecordInUseFlag)!.valueStart, 0, true);
    expect(readDicomdir(bytes)).toMatchObject({ records: { length: 13 }, problems: [] });
  });

  it.each([0x7fffffff, 10, 0])('finds all records where an item has a wrong length (%i)', (length) => {
    const bytes = written();
    const { offset } = readDicomdir(bytes).records[4]!;
    new DataView(bytes.buffer).setUint32(offset + 4, length, true);
    expect(paths(bytes)).toEqual(paths(written()));
    expect(readDicomdir(bytes).problems.at(-1)).toMatch(/^Lengths are wrong/);
  });

  it('reads what is left of a cut one', () => {
    const bytes = written();
    const cut = readDicomdir(bytes.subarray(0, bytes.length >> 1));
    expect(cut.problems).not.toEqual([]);
  });

  it('reads or refuses anything, with an error of the register', () => {
    const good = written();
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 20 }),
        fc.nat(good.length),
        (changes, length) => {
          const bytes = good.slice(0, length);
          for (const [at, value] of changes) bytes[at] = value;
          try {
            readDicomdir(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(IsocenterError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('refuses what is no DICOM', () => {
    expect(() => readDicomdir(new TextEncoder().encode('hello world, this is text'))).toThrow();
  });
});

describe('File IDs', () => {
  it('are counted through', () => {
    expect(numberedFileId(0)).toEqual(['IMAGES', '0001', 'IM000001']);
    expect(numberedFileId(999)).toEqual(['IMAGES', '0001', 'IM001000']);
    expect(numberedFileId(1000)).toEqual(['IMAGES', '0002', 'IM001001']);
    expect(isFileId(numberedFileId(999_998))).toBe(true);
  });

  it.each([[[]], [['']], [['a']], [['A.DCM']], [['..']], [['ABCDEFGHI']], [Array(9).fill('A')]])(
    '%j is none',
    (fileId) => {
      expect(isFileId(fileId)).toBe(false);
    },
  );
});
