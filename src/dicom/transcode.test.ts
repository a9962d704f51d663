import { describe, expect, it } from 'vitest';
import { Dataset } from './dataset.ts';
import { tags } from './dictionary/tags.generated.ts';
import { parseDataset } from './parse.ts';
import { transcodeUncompressed } from './transcode.ts';
import { transferSyntax } from './transfer-syntax.ts';
import { writeDataset } from './write.ts';

const uids = Object.values(transferSyntax).map(({ uid }) => uid);
const pairs = uids.flatMap((from) => uids.map((to) => [from, to] as const));
const EXPLICIT = transferSyntax.explicitVrLittleEndian.uid;
const BIG = transferSyntax.explicitVrBigEndian.uid;
const JPEG = '1.2.840.10008.1.2.4.50';

const dataset = Dataset.of({
  SpecificCharacterSet: 'ISO_IR 100',
  PatientName: 'Müller',
  ReferencedStudySequence: [{ ReferencedSOPInstanceUID: '1.2', Rows: 5 }],
  Rows: 300,
  PixelData: Uint8Array.of(1, 2, 3, 4),
})
  .set(0x00090010, 'LO', 'NOBODY KNOWS')
  .set(0x00091001, 'UN', Uint8Array.of(1, 2, 3, 4));

describe('re-encoding', () => {
  it.each(pairs)('keeps all elements from %s to %s', (from, to) => {
    const source = writeDataset(dataset, from);
    const read = parseDataset(transcodeUncompressed(source, from, to), to);
    expect(read.string(tags.PatientName)).toBe('Müller');
    expect(read.items(tags.ReferencedStudySequence)[0]?.number(tags.Rows)).toBe(5);
    expect(read.number(tags.Rows)).toBe(300);
    expect(read.bytes(tags.PixelData)).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(read.bytes(0x00091001)).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(read.length).toBe(dataset.length);
  });

  it('swaps words of pixel data, not bytes', () => {
    const pixels = (vr: string) => new Dataset().set(tags.PixelData, vr, Uint8Array.of(1, 2));
    expect([...transcodeUncompressed(pixels('OW'), EXPLICIT, BIG).subarray(-2)]).toEqual([2, 1]);
    expect([...transcodeUncompressed(pixels('OB'), EXPLICIT, BIG).subarray(-2)]).toEqual([1, 2]);
  });

  it('comes back to the same bytes', () => {
    const source = writeDataset(dataset, EXPLICIT);
    expect(transcodeUncompressed(transcodeUncompressed(source, EXPLICIT, BIG), BIG, EXPLICIT)).toEqual(
      source,
    );
  });

  it('refuses compressed pixel data', () => {
    expect(() => transcodeUncompressed(dataset, JPEG, EXPLICIT)).toThrow(/not supported for re-encoding/);
    expect(() => transcodeUncompressed(dataset, EXPLICIT, JPEG)).toThrow(/not supported for re-encoding/);
  });
});
