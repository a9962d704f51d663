import type { StoredInstance } from '../catalog/index.ts';
import type { Header } from '../dicom/index.ts';
import type { BlobStore } from '../store/index.ts';
import { localLocation } from './local-location.ts';
import type { InstanceBytes } from './transcoder.ts';

/** The stored file of an instance, for reading anywhere. Nothing stays open between two reads. */
export function instanceBytes(store: BlobStore, instance: StoredInstance, header: Header): InstanceBytes {
  const { key } = localLocation(instance);
  const { size } = instance;
  return { header, size, read: (start, end) => readRange(store, key, start, Math.min(end, size)) };
}

async function readRange(store: BlobStore, key: string, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  if (store.readCached(key, bytes, start)) return bytes;
  const blob = await store.open(key);
  try {
    return bytes.subarray(0, await blob.readInto(bytes, start));
  } finally {
    blob.close();
  }
}
