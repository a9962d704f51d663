import type { StoredInstance } from '../catalog/index.ts';
import type { Header } from '../dicom/index.ts';
import type { BlobStore } from '../store/index.ts';
import { localLocation } from './local-location.ts';
import type { InstanceBytes, TakeMemory } from './transcoder.ts';

/** The stored file of an instance, for reading anywhere. Nothing stays open between two reads. */
export function instanceBytes(store: BlobStore, instance: StoredInstance, header: Header): InstanceBytes {
  const { key } = localLocation(instance);
  const { size } = instance;
  return {
    header,
    size,
    read: (start, end, take) => readRange(store, key, start, Math.min(end, size), take),
  };
}

async function readRange(
  store: BlobStore,
  key: string,
  start: number,
  end: number,
  take: TakeMemory = (length) => new Uint8Array(length),
): Promise<Uint8Array> {
  const bytes = take(Math.max(0, end - start));
  if (store.readCached(key, bytes, start)) return bytes;
  const blob = await store.open(key);
  try {
    return bytes.subarray(0, await blob.readInto(bytes, start));
  } finally {
    blob.close();
  }
}
