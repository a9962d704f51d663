import { IsocenterError } from '../base/index.ts';
import type { StoredInstance } from '../catalog/index.ts';
import { LOCAL_STORE } from '../store/index.ts';

/** @throws IsocenterError `archive/recall-pending` */
export function localLocation({ location }: StoredInstance) {
  if (location?.store === LOCAL_STORE && location.form === 'plain') return location;
  throw new IsocenterError('archive/recall-pending');
}
