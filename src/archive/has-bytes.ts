import type { Catalog } from '../catalog/index.ts';
import { type BlobStore, LOCAL_STORE } from '../store/index.ts';

interface Parts {
  readonly catalog: Catalog;
  readonly store: BlobStore;
}

/** Whether the bytes of an item are where the catalog says. Other stores are believed. */
export async function hasBytes(
  { catalog, store }: Parts,
  { itemId }: { readonly itemId: number },
): Promise<boolean> {
  const places = await catalog.locationsOf(itemId);
  return places.some((place) => place.store !== LOCAL_STORE || store.exists(place.key));
}
