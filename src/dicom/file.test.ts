import { describe, expect, it } from 'vitest';
import { bytes, explicit, fileHead, implicit } from '../../test/support/dicom-bytes.ts';
import { Dataset } from './dataset.ts';
import { tags } from './dictionary/tags.generated.ts';
import { parseFile, writeFile, writeFileMeta } from './file.ts';
import { transferSyntax } from './transfer-syntax.ts';

const IMPLICIT = transferSyntax.implicitVrLittleEndian.uid;
const EXPLICIT = transferSyntax.explicitVrLittleEndian.uid;
const BIG = transferSyntax.explicitVrBigEndian.uid;
const JPEG = '1.2.840.10008.1.2.4.50';

const explicitData = explicit(tags.StudyDate, 'DA', '20200101');
const implicitData = implicit(tags.StudyDate, '20200101');
const bigData = bytes([0, 8, 0, 0x20], 'DA', [0, 8], '20200101');

describe('reading a file', () => {
  it.each([
    ['the transfer syntax claimed', bytes(fileHead(EXPLICIT), explicitData), EXPLICIT],
    ['an encapsulated one', bytes(fileHead(JPEG), explicitData), JPEG],
    ['implicit where explicit is claimed', bytes(fileHead(EXPLICIT), implicitData), IMPLICIT],
    ['explicit where implicit is claimed', bytes(fileHead(IMPLICIT), explicitData), EXPLICIT],
    ['big endian where little endian is claimed', bytes(fileHead(EXPLICIT), bigData), BIG],
    ['explicit without a meta group', bytes(new Uint8Array(128), 'DICM', explicitData), EXPLICIT],
    ['a meta group without a preamble', bytes(fileHead(EXPLICIT).subarray(132), explicitData), EXPLICIT],
    ['explicit without anything in front', explicitData, EXPLICIT],
    ['implicit without anything in front', implicitData, IMPLICIT],
    ['big endian without anything in front', bigData, BIG],
  ])('takes %s', (_what, data, uid) => {
    const file = parseFile(data);
    expect(file.transferSyntaxUid).toBe(uid);
    expect(file.dataset.string(tags.StudyDate)).toBe('20200101');
    expect(writeFile(file)).toEqual(data);
  });

  it.each([
    ['nothing', ''],
    ['a few bytes', 'abc'],
    ['text', 'Dear reader, this is no image at all.'],
  ])('refuses %s', (_what, text) => {
    expect(() => parseFile(bytes(text))).toThrow(/not a DICOM file/);
    expect(() => parseFile(bytes(text), { tolerant: true })).toThrow(/not a DICOM file/);
  });

  it('keeps a damaged meta group', () => {
    const data = fileHead(EXPLICIT).subarray(0, -5);
    expect(() => parseFile(data)).toThrow(/announced/);
    const file = parseFile(data, { tolerant: true });
    expect(file.meta.damage?.code).toBe('dicom/truncated');
    expect(file.dataset.isEmpty).toBe(true);
    expect(writeFile(file)).toEqual(data);
  });
});

describe('writing a file', () => {
  const meta = Dataset.of({ FileMetaInformationGroupLength: 0, TransferSyntaxUID: EXPLICIT });

  it('puts preamble and DICM in front, and counts the meta group', () => {
    const written = writeFile({
      meta,
      dataset: Dataset.of({ StudyDate: '20200101' }),
      transferSyntaxUid: EXPLICIT,
    });
    const read = parseFile(written);
    expect(read.preamble).toEqual(new Uint8Array(128));
    expect(read.meta.number(tags.FileMetaInformationGroupLength)).toBe(28);
    expect(read.dataSetOffset).toBe(writeFileMeta(meta).length);
  });
});
