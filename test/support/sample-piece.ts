/** A piece of a sample image, small enough to be seen whole at its actual size: its values, its elements. */
import { tags } from '../../src/dicom/index.ts';
import { encodeFile, uid } from './corpus.ts';
import { decodeAll, headerOf } from './pixels.ts';
import { readSample } from './sample-data.ts';

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const SIDE = 300;

/** From the middle of the first frame, as a study of its own. @param path below the sample data */
export async function pieceOf(path: string, seed: number): Promise<Uint8Array> {
  const file = readSample(path);
  const { dataset } = headerOf(file);
  const [frame] = await Array.fromAsync(decodeAll(file));
  const { image, bytes } = frame!;
  const width = image.bitsAllocated / 8;
  const [top, left] = [image.rows - SIDE, image.columns - SIDE].map((rest) => rest >> 1);
  const piece = new Uint8Array(SIDE * SIDE * width);
  for (let row = 0; row < SIDE; row++) {
    const from = ((top! + row) * image.columns + left!) * width;
    piece.set(bytes.subarray(from, from + SIDE * width), row * SIDE * width);
  }
  const sop = uid(seed, 1, 1, 1);
  dataset.set(tags.SOPClassUID, 'UI', SECONDARY_CAPTURE).set(tags.SOPInstanceUID, 'UI', sop);
  dataset.set(tags.StudyInstanceUID, 'UI', uid(seed, 1)).set(tags.SeriesInstanceUID, 'UI', uid(seed, 1, 1));
  dataset.set(tags.Rows, 'US', SIDE).set(tags.Columns, 'US', SIDE).set(tags.Modality, 'CS', 'OT');
  dataset.set(tags.PixelData, width === 1 ? 'OB' : 'OW', piece);
  return encodeFile(dataset, SECONDARY_CAPTURE, sop);
}
