/** What lies beside the images that are imported and is kept as a file. */
import type { Attachment } from '../catalog/index.ts';
import type { Actor, Scope } from '../contract/index.ts';
import {
  type FilesBeside,
  type FoundFile,
  guessMediaType,
  MEDIA_TYPE_HEAD,
  nameOfFile,
} from '../media/index.ts';
import { originOfFile } from './import-file.ts';
import { InputFile } from './input-file.ts';
import { keepBytes } from './keep-bytes.ts';
import type { ArchiveParts } from './parts.ts';

export type FoundOther = FoundFile & { readonly kind: 'other' };

/** Whether something that was found is no image and will be kept all the same. */
export async function chooseBeside(beside: FilesBeside<FoundOther>, found: FoundFile): Promise<boolean> {
  if (found.kind !== 'other') return false;
  try {
    await using file = await InputFile.open(found.path, found.bytes, found.content);
    const head = (await file.read()).subarray(0, MEDIA_TYPE_HEAD);
    return beside.choose(found.path, guessMediaType(head, found.path), found);
  } catch {
    // It counts as what it is without this.
    return false;
  }
}

/** Errors: those of `FileIngest` and `InputFile`. */
export async function keepBeside(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { beside, found }: { readonly beside: FilesBeside<FoundOther>; readonly found: FoundOther },
): Promise<void> {
  const { path, bytes, content } = found;
  const origin = originOfFile(parts, actor, path);
  const attachTo = studyOfFiles(beside, scope);
  await using file = await InputFile.open(path, bytes, content);
  await keepBytes(parts, actor, scope, { origin, name: nameOfFile(path), attachTo }, chunksOf(file));
}

/** What they are attached to, by somebody who may. */
export function studyOfFiles({ study }: FilesBeside<unknown>, scope: Scope): Attachment[] {
  return study === undefined || scope.kind !== 'everything' ? [] : [{ target: 'study', uid: study }];
}

async function* chunksOf(file: InputFile): AsyncGenerator<Uint8Array, void, void> {
  while (!file.atEnd) yield await file.read();
}
