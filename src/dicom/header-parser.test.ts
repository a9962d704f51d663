import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  bytes,
  explicit,
  fileHead,
  item,
  itemEnd,
  sequenceEnd,
  UNDEFINED,
} from '../../test/support/dicom-bytes.ts';
import { tags } from './dictionary/tags.generated.ts';
import { type Header, HeaderParser, type HeaderParserOptions } from './header-parser.ts';
import { limits } from './limits.ts';
import { transferSyntax } from './transfer-syntax.ts';

const EXPLICIT = transferSyntax.explicitVrLittleEndian.uid;
const DEFLATED = transferSyntax.deflatedExplicitVrLittleEndian.uid;

const innerName = explicit(tags.PatientName, 'PN', 'I ');
const header = bytes(
  explicit(tags.StudyDate, 'DA', '20200101'),
  explicit(
    tags.ReferencedStudySequence,
    'SQ',
    [...item(innerName, UNDEFINED), ...itemEnd, ...sequenceEnd],
    UNDEFINED,
  ),
  explicit(tags.PatientName, 'PN', 'A^B '),
);
const pixels = explicit(tags.PixelData, 'OW', new Uint8Array(600));
const data = bytes(header, pixels);

function read(options: HeaderParserOptions, chunks: Iterable<Uint8Array>): Header {
  const parser = new HeaderParser(options);
  for (const chunk of chunks) {
    const found = parser.push(chunk);
    if (found) return found;
  }
  return parser.end();
}

function* cut(all: Uint8Array, length: number): Generator<Uint8Array> {
  for (let at = 0; at < all.length; at += length) yield all.slice(at, at + length);
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a data set from the network', () => {
  it.each([1, 2, 3, 7, 8, 50, 10_000])('is read in chunks of %i', (length) => {
    const found = read({ transferSyntaxUid: EXPLICIT }, cut(data, length));
    expect(found.dataset.string(tags.PatientName)).toBe('A^B');
    expect(found.dataset.items(tags.ReferencedStudySequence)[0]?.string(tags.PatientName)).toBe('I');
    expect(found).toMatchObject({ dataSetOffset: 0, pixelDataOffset: header.length, hasPixelData: true });
    expect(found.meta).toBeUndefined();
  });

  it('comes back as soon as the pixel data begins, and copies nothing', () => {
    const parser = new HeaderParser({ transferSyntaxUid: EXPLICIT });
    const chunk = data.slice(0, header.length + 12);
    const found = parser.push(chunk);
    expect(found?.dataset.source.bytes.buffer).toBe(chunk.buffer);
    expect(parser.push(new Uint8Array(100))).toBe(found);
    expect(parser.end()).toBe(found);
  });

  it('may have no pixel data', () => {
    const found = read({ transferSyntaxUid: EXPLICIT }, [header]);
    expect(found).toMatchObject({ hasPixelData: false, pixelDataOffset: undefined });
  });

  it.each([1, 12, 10_000])('says where the pixel data should end, in chunks of %i', (length) => {
    expect(read({ transferSyntaxUid: EXPLICIT }, cut(data, length)).pixelDataEnd).toBe(data.length);
  });

  it('does not know the end of pixel data of undefined length', () => {
    const encapsulated = bytes(header, explicit(tags.PixelData, 'OB', itemEnd, UNDEFINED));
    const found = read({ transferSyntaxUid: EXPLICIT }, [encapsulated]);
    expect(found).toMatchObject({ pixelDataOffset: header.length, pixelDataEnd: undefined });
  });

  it('stops before float pixel data', () => {
    const float = bytes(header, explicit(0x7fe00008, 'OF', new Uint8Array(8)));
    expect(read({ transferSyntaxUid: EXPLICIT }, [float]).pixelDataOffset).toBe(header.length);
  });

  it.each([1, 5, 12, 30, header.length - 1])('is truncated after %i bytes', (length) => {
    expect(codeOf(() => read({ transferSyntaxUid: EXPLICIT }, cut(header.subarray(0, length), 9)))).toBe(
      'dicom/truncated',
    );
  });

  it('passes long values by', () => {
    const length = limits.bulkBytes + 2;
    const before = explicit(tags.PatientID, 'LO', 'X ');
    const document = bytes(explicit(tags.EncapsulatedDocument, 'OB', [], length));
    const after = bytes(explicit(tags.MIMETypeOfEncapsulatedDocument, 'LO', 'text/xml'), pixels);
    const all = Buffer.concat([before, document, new Uint8Array(length), after]);
    for (const chunkLength of [1000, 70_000, all.length]) {
      const found = read({ transferSyntaxUid: EXPLICIT }, cut(all, chunkLength));
      expect(found.omitted).toEqual([{ tag: tags.EncapsulatedDocument, offset: before.length + 12, length }]);
      expect(found.dataset.has(tags.EncapsulatedDocument)).toBe(false);
      expect(found.dataset.string(tags.MIMETypeOfEncapsulatedDocument)).toBe('text/xml');
      expect(found.pixelDataOffset).toBe(all.length - pixels.length);
    }
  });

  it('has a header of limited size', () => {
    const chunk = explicit(tags.ReferencedStudySequence, 'SQ', [], UNDEFINED);
    const filler = Buffer.concat([item([], limits.headerBytes * 2)]);
    const megabyte = new Uint8Array(1024 * 1024);
    const endless = function* () {
      yield chunk;
      yield filler;
      for (let i = 0; i < 70; i++) yield megabyte;
    };
    expect(codeOf(() => read({ transferSyntaxUid: EXPLICIT }, endless()))).toBe('dicom/limit');
  });
});

describe('a deflated data set', () => {
  const deflated = deflateRawSync(data);

  it.each([1, 10, 10_000])('is inflated as it passes, in chunks of %i', (length) => {
    const found = read({ transferSyntaxUid: DEFLATED }, cut(deflated, length));
    expect(found.dataset.string(tags.PatientName)).toBe('A^B');
    expect(found).toMatchObject({ hasPixelData: true, pixelDataOffset: undefined });
  });

  it.each([1, 10, 10_000])('is inflated after the meta group of a file, in chunks of %i', (length) => {
    const found = read({ file: true }, cut(bytes(fileHead(DEFLATED), deflated), length));
    expect(found.dataset.string(tags.PatientName)).toBe('A^B');
    expect(found.meta?.string(tags.TransferSyntaxUID)).toBe(DEFLATED);
    expect(found.dataSetOffset).toBe(fileHead(DEFLATED).length);
  });

  it('may be truncated, or a bomb', () => {
    const whole = deflateRawSync(header);
    expect(codeOf(() => read({ transferSyntaxUid: DEFLATED }, [whole.subarray(0, -3)]))).toBe(
      'dicom/truncated',
    );
    const sequence = explicit(
      tags.ReferencedStudySequence,
      'SQ',
      item([], limits.headerBytes * 2).subarray(0, 8),
      UNDEFINED,
    );
    const bomb = deflateRawSync(Buffer.concat([sequence, Buffer.alloc(limits.headerBytes * 1.5)]));
    expect(bomb.length).toBeLessThan(200_000);
    expect(codeOf(() => read({ transferSyntaxUid: DEFLATED }, cut(bomb, 4096)))).toBe('dicom/limit');
  });
});

describe('a file', () => {
  it.each([1, 100, 10_000])('is read in chunks of %i', (length) => {
    const file = bytes(fileHead(EXPLICIT), data);
    const found = read({ file: true }, cut(file, length));
    expect(found.transferSyntaxUid).toBe(EXPLICIT);
    expect(found.pixelDataOffset).toBe(fileHead(EXPLICIT).length + header.length);
    expect(found.dataset.string(tags.StudyDate)).toBe('20200101');
  });

  it('may lack preamble and meta group', () => {
    const found = read({ file: true }, cut(data, 100));
    expect(found.transferSyntaxUid).toBe(EXPLICIT);
    expect(found.meta?.isEmpty).toBe(true);
    expect(found.dataSetOffset).toBe(0);
  });

  it('may be none', () => {
    expect(
      codeOf(() => read({ file: true }, [bytes('Just some text, and long enough for that.'.repeat(9))])),
    ).toBe('dicom/not-dicom');
    expect(codeOf(() => read({ file: true }, []))).toBe('dicom/not-dicom');
  });
});
