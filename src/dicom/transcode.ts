import { IsocenterError } from '../base/index.ts';
import { Dataset } from './dataset.ts';
import { parseDataset } from './parse.ts';
import { requireTransferSyntax, type TransferSyntax } from './transfer-syntax.ts';
import { writeDataset } from './write.ts';

/** Whether a data set can go from one transfer syntax to the other without a codec: neither compresses pixel data. */
export function canTranscodeUncompressed(fromUid: string, toUid: string): boolean {
  return fromUid === toUid || [fromUid, toUid].map(requireTransferSyntax).every(isNative);
}

/**
 * Re-encodes a data set in another uncompressed transfer syntax: byte order, implicit and explicit VR, deflate. Private
 * elements whose VR is not known become UN. Errors: those of `parseDataset` and `writeDataset`, and
 * `dicom/unsupported-transfer-syntax` where pixel data is compressed on either side.
 */
export function transcodeUncompressed(
  source: Uint8Array | Dataset,
  fromUid: string,
  toUid: string,
): Uint8Array {
  if (!canTranscodeUncompressed(fromUid, toUid)) {
    const uid = isNative(requireTransferSyntax(fromUid)) ? toUid : fromUid;
    throw new IsocenterError('dicom/unsupported-transfer-syntax', { uid, what: 're-encoding' });
  }
  if (source instanceof Dataset) return writeDataset(source, toUid);
  return fromUid === toUid ? source : writeDataset(parseDataset(source, fromUid), toUid);
}

const isNative = ({ encapsulated }: TransferSyntax): boolean => !encapsulated;
