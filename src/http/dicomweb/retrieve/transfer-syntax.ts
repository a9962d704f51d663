import type { Archive, StoredInstance } from '../../../archive/index.ts';
import { transferSyntaxOf } from '../../../dicom/index.ts';

const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

/**
 * The transfer syntax to send an instance in. `*` is as it is stored. Where none was named it is Explicit VR Little
 * Endian (PS3.18 8.7.3.5.2), but what is stored compressed stays so.
 * @throws IsocenterError `dicom/unsupported-transfer-syntax`
 */
export function negotiated(archive: Archive, instance: StoredInstance, wanted: readonly string[]): string {
  const stored = instance.transferSyntaxUid;
  if (wanted.includes('*')) return stored;
  if (wanted.length > 0) return archive.transferSyntaxFor(instance, wanted);
  return transferSyntaxOf(stored)?.encapsulated ? stored : EXPLICIT_VR_LITTLE_ENDIAN;
}
