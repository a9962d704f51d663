import { Dataset, tags } from '../../src/dicom/index.ts';
import { encodeFile, uid } from './corpus.ts';
import { type RawInstance, readRaw } from './store-scu.ts';

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';

/** An instance that claims to be JPEG. Nobody who passes it on looks into the fragments. */
export function encapsulatedInstance(seed: number): RawInstance {
  const sopInstanceUid = uid(seed, 1, 1, 1);
  const dataset = Dataset.of({
    SOPClassUID: SECONDARY_CAPTURE,
    SOPInstanceUID: sopInstanceUid,
    StudyInstanceUID: uid(seed, 1),
    SeriesInstanceUID: uid(seed, 1, 1),
    PatientID: `JPEG${seed}`,
    PatientName: 'Compressed^Picture',
    Modality: 'OT',
    Rows: 8,
    Columns: 8,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    SamplesPerPixel: 1,
    PixelRepresentation: 0,
    PhotometricInterpretation: 'MONOCHROME2',
  });
  const fragments = [Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), Uint8Array.of(1, 2, 3, 4, 0xff, 0xd9)];
  dataset.set(tags.PixelData, 'OB', { basicOffsetTable: new Uint8Array(0), fragments });
  return readRaw(encodeFile(dataset, SECONDARY_CAPTURE, sopInstanceUid, JPEG_BASELINE));
}
