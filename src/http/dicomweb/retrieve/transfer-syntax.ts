import type { Archive, StoredInstance } from '../../../archive/index.ts';
import { asIsocenterError, IsocenterError } from '../../../base/index.ts';
import { transferSyntax } from '../../../dicom/index.ts';
import { DEFAULT } from '../negotiate.ts';

const EXPLICIT_VR_LITTLE_ENDIAN = transferSyntax.explicitVrLittleEndian.uid;

/**
 * The transfer syntax to send an instance in: the one that it is stored in where that is wanted (`*`, or its UID), else
 * the first that can be had. Where none is named it is Explicit VR Little Endian (PS3.18 8.7.3.5.2), see decision 0010;
 * what cannot be decoded, such as videos, then comes as it is stored.
 * @throws IsocenterError `dicom/unsupported-transfer-syntax`
 */
export function negotiated(archive: Archive, instance: StoredInstance, wanted: readonly string[]): string {
  const stored = instance.transferSyntaxUid;
  if (wanted.includes('*') || wanted.includes(stored)) return stored;
  const possible = (uid: string) => {
    try {
      return archive.transferSyntaxFor(instance, [uid]);
    } catch (error) {
      if (asIsocenterError(error).code === 'dicom/unsupported-transfer-syntax') return undefined;
      throw error;
    }
  };
  for (const each of wanted.length > 0 ? wanted : [DEFAULT]) {
    const uid = each === DEFAULT ? (possible(EXPLICIT_VR_LITTLE_ENDIAN) ?? stored) : possible(each);
    if (uid !== undefined) return uid;
  }
  throw new IsocenterError('dicom/unsupported-transfer-syntax', { uid: stored, what: 'this client' });
}
