import type { StoredInstance } from '../catalog/index.ts';
import type { PlacedForm } from '../store/index.ts';
import { localLocation } from './local-location.ts';
import type { ArchiveParts } from './parts.ts';

/**
 * Makes a file outside the archive that is the stored file of an instance, or a copy of it. False when something is there
 * already. @throws IsocenterError `archive/recall-pending`, `archive/bytes-lost`, and what the system says of the target
 */
export function placeInstance(
  { store }: ArchiveParts,
  instance: StoredInstance,
  target: string,
  form: PlacedForm,
): Promise<boolean> {
  return store.place(localLocation(instance).key, target, form);
}

/** Whether a file outside the archive is what `placeInstance` makes of an instance, in whatever form. */
export function isInstancePlaced(
  { store }: ArchiveParts,
  instance: StoredInstance,
  target: string,
): Promise<boolean> {
  return store.isPlaced(localLocation(instance).key, target);
}
