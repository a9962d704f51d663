import { describe, expect, it } from 'vitest';
import { Dataset } from './dataset.ts';
import { type DumpOptions, dumpDataset } from './dump.ts';
import { parseDataset } from './parse.ts';
import { writeDataset } from './write.ts';

const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';

/** Lines of what was written and read again, so that there are lengths. */
function dump(dataset: Dataset, options?: DumpOptions): string[] {
  const read = parseDataset(writeDataset(dataset, EXPLICIT_LITTLE), EXPLICIT_LITTLE);
  return [...dumpDataset(read, options)].map((line) => line.replace(/ {3,}/g, '  '));
}

describe('dumpDataset', () => {
  it('names elements, UIDs and tags', () => {
    const dataset = Dataset.of({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      FrameIncrementPointer: 0x00181063,
      PixelSpacing: [0.5, 0.5],
    });
    expect(dump(dataset)).toEqual([
      '(0008,0016) UI  26  SOPClassUID  1.2.840.10008.5.1.4.1.1.2 = CT Image Storage',
      '(0028,0009) AT  4  FrameIncrementPointer  (0018,1063) = FrameTime',
      '(0028,0030) DS  8  PixelSpacing  0.5\\0.5',
    ]);
  });

  it('names private elements by their creator', () => {
    const dataset = new Dataset()
      .set(0x00290010, 'LO', 'SIEMENS CSA HEADER')
      .set(0x00291008, 'CS', 'IMAGE NUM 4')
      .set(0x00291131, 'UN', Uint8Array.of(1, 2));
    expect(dump(dataset)).toEqual([
      '(0029,0010) LO  18  PrivateCreator  SIEMENS CSA HEADER',
      '(0029,1008) CS  12  [SIEMENS CSA HEADER] CSA Image Head… IMAGE NUM 4',
      '(0029,1131) UN  2  [?] ?  01 02',
    ]);
  });

  it('indents items', () => {
    const dataset = Dataset.of({ ReferencedStudySequence: [{ ReferencedSOPInstanceUID: '1.2' }, {}] });
    expect(dump(dataset)).toEqual([
      expect.stringMatching(/^\(0008,1110\) SQ +\w+ +ReferencedStudySequence +2 items$/),
      '  item 1 of 2',
      expect.stringMatching(/^ {2,4}\(0008,1155\) UI +4 +ReferencedSOPInstanceUID +1\.2$/),
      '  item 2 of 2',
    ]);
  });

  it('lists the first fragments', () => {
    const fragments = [Uint8Array.of(1, 2), Uint8Array.of(3, 4), Uint8Array.of(5, 6)];
    const dataset = new Dataset().set(0x7fe00010, 'OB', { basicOffsetTable: new Uint8Array(12), fragments });
    expect([...dumpDataset(dataset, { fragments: 1 })].slice(1)).toEqual([
      '  offset table: 3 frames',
      '  fragment 1: 2 bytes  01 02',
      '  and 2 more fragments',
    ]);
  });

  it('cuts long values, and no character in two', () => {
    const dataset = Dataset.of({ PatientComments: `${'x'.repeat(8)}𠀀yz`, PixelData: new Uint8Array(100) });
    const lines = [...dumpDataset(dataset, { width: 10 })];
    expect(lines[0]).toMatch(/ x{8}…$/);
    expect(lines[1]).toMatch(/ 00 00 00 …$/);
  });

  it('shows no control characters', () => {
    const dataset = Dataset.of({ PatientComments: 'a\r\n\x1b[31mb\u202ec\x9bd' });
    expect([...dumpDataset(dataset)][0]).toContain('a␍␊␛[31mb·c·d');
  });

  it('reports damage as a line', () => {
    const bytes = writeDataset(Dataset.of({ PatientID: 'abcdef', StudyID: 'xyz123' }), EXPLICIT_LITTLE);
    const cut = parseDataset(bytes.subarray(0, bytes.length - 3), EXPLICIT_LITTLE, { tolerant: true });
    expect([...dumpDataset(cut)].at(-1)).toMatch(/^! /);
  });
});
