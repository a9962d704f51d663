import { IsocenterError } from '../base/index.ts';
import type { Catalog, StoredInstance } from '../catalog/index.ts';
import { LOCAL_STORE } from '../store/index.ts';

/** @throws IsocenterError `archive/recall-pending`, `archive/bytes-lost` */
export function localLocation({ location }: StoredInstance) {
  if (location?.store === LOCAL_STORE && location.form === 'plain') return location;
  throw notHere(location !== undefined);
}

/** Of an item of either kind. @throws IsocenterError as `localLocation` */
export async function localKeyOf(catalog: Catalog, { itemId }: { readonly itemId: number }): Promise<string> {
  const places = await catalog.locationsOf(itemId);
  const local = places.find(({ store, form }) => store === LOCAL_STORE && form === 'plain');
  if (!local) throw notHere(places.length > 0);
  return local.key;
}

/** Bytes that are not in a local location are in another one, or nowhere. */
export function notHere(isElsewhere: boolean): IsocenterError {
  return new IsocenterError(isElsewhere ? 'archive/recall-pending' : 'archive/bytes-lost');
}
