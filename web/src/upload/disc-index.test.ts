import { describe, expect, it } from 'vitest';
import { Dataset, writeFile } from '../../../src/dicom/index.ts';
import { missingFrom } from './disc-index.ts';

/** A DICOMDIR (PS3.3 F.3) with a record for each file. */
function index(fileIds: readonly string[][]): Uint8Array<ArrayBuffer> {
  const dataset = Dataset.of({
    FileSetID: 'DISC',
    DirectoryRecordSequence: [
      { DirectoryRecordType: 'PATIENT' },
      ...fileIds.map((ReferencedFileID) => ({ DirectoryRecordType: 'IMAGE', ReferencedFileID })),
    ],
  });
  const transferSyntaxUid = '1.2.840.10008.1.2.1';
  const meta = Dataset.of({
    MediaStorageSOPClassUID: '1.2.840.10008.1.3.10',
    MediaStorageSOPInstanceUID: '1.2.3',
    TransferSyntaxUID: transferSyntaxUid,
  });
  return new Uint8Array(writeFile({ meta, dataset, transferSyntaxUid }));
}

const found = (path: string, bytes: BlobPart) => ({ path, file: new File([bytes], 'DICOMDIR') });

describe('the index of a disc', () => {
  it('tells what is not there, however names are written', async () => {
    const bytes = index([
      ['IMAGES', 'IM1'],
      ['IMAGES', 'IM2'],
      ['IMAGES', 'IM2'],
      ['OTHER', 'IM3'],
    ]);
    const paths = ['D/DICOMDIR', 'D/images/im1;1', 'D/readme.txt', 'E/OTHER/IM3'];
    expect(await missingFrom(found('D/DICOMDIR', bytes), paths)).toEqual([
      { path: 'D/IMAGES/IM2', outcome: 'missing' },
      { path: 'D/OTHER/IM3', outcome: 'missing' },
    ]);
    expect(await missingFrom(found('DICOMDIR', bytes), ['IMAGES/IM1', 'IMAGES/IM2', 'OTHER/IM3.'])).toEqual(
      [],
    );
  });

  it('says nothing where it cannot be read', async () => {
    expect(await missingFrom(found('DICOMDIR', 'no index at all'), [])).toEqual([]);
  });
});
