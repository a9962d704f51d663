import type { StoredInstance } from '../catalog/index.ts';
import type { BlobStat, PlacedForm } from '../store/index.ts';
import { encodeSilentHead, HEAD_LENGTH } from './file-meta.ts';
import { localLocation } from './local-location.ts';
import type { ArchiveParts } from './parts.ts';

const NO_HEAD = new Uint8Array();

/**
 * Makes a file outside the archive: a link to the stored file of an instance, or a copy, which does not say who sent it.
 * How it looks; undefined when something is there already. @throws IsocenterError `archive/recall-pending`, `archive/bytes-lost`, and what the system says of the target
 */
export function placeInstance(
  { store }: ArchiveParts,
  instance: StoredInstance,
  target: string,
  form: PlacedForm,
): Promise<BlobStat | undefined> {
  const head = form === 'copy' ? headOfCopies(instance) : NO_HEAD;
  return store.place(localLocation(instance).key, target, form, head);
}

/** Whether a file outside the archive is what `placeInstance` makes of an instance, in whatever form. */
export function isInstancePlaced(
  { store }: ArchiveParts,
  instance: StoredInstance,
  target: string,
): Promise<boolean> {
  return store.isPlaced(localLocation(instance).key, target, headOfCopies(instance));
}

/** It is as long as that of the archive, so that the rest of a copy can share its blocks, and says nothing about the archive. */
function headOfCopies(instance: StoredInstance): Uint8Array {
  return localLocation(instance).headLength === HEAD_LENGTH ? encodeSilentHead(instance) : NO_HEAD;
}
