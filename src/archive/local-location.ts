import { IsocenterError } from '../base/index.ts';
import type { StoredInstance } from '../catalog/index.ts';
import { LOCAL_STORE } from '../store/index.ts';

/** @throws IsocenterError `archive/recall-pending`, `archive/bytes-lost` */
export function localLocation({ location }: StoredInstance) {
  if (location?.store === LOCAL_STORE && location.form === 'plain') return location;
  throw notHere(location !== undefined);
}

/** Bytes that are not in a local location are in another one, or nowhere. */
export function notHere(isElsewhere: boolean): IsocenterError {
  return new IsocenterError(isElsewhere ? 'archive/recall-pending' : 'archive/bytes-lost');
}
