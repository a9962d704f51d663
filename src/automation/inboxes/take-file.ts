import { basename } from 'node:path';
import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import { type Caller, type InboxFileState, problemOf, type UploadedFile } from '../../contract/index.ts';
import type { Inbox } from './inbox.ts';
import type { HeldFile } from './inbox-folder.ts';
import { MAXIMUM_NAMED } from './limits.ts';

/** What became of a file. */
export interface Verdict {
  readonly state: InboxFileState;
  /** Why it was not taken in. */
  readonly reason: string | null;
  readonly studies: readonly string[];
}

export interface TakeParts {
  readonly archive: Pick<Archive, 'importUpload'>;
  readonly inbox: Inbox;
  readonly caller: Caller;
}

/**
 * Brings a file in, or what is in a zip or an image of a disc: what is taken is durable when it answers. Of one that holds
 * several it counts as taken when nothing is left over. Errors: those of `importUpload` which would meet other files too.
 */
export async function takeFile(
  { archive, inbox, caller: { actor, scope } }: TakeParts,
  path: string,
  held: HeldFile,
  signal: AbortSignal,
): Promise<Verdict> {
  const by = { via: 'watch', sender: inbox.name } as const;
  const request = { path: held.path, name: path, address: inbox.folder, by };
  const files: UploadedFile[] = [];
  try {
    for await (const file of archive.importUpload(actor, scope, request, signal)) files.push(file);
  } catch (error) {
    if (!isOfTheFile(error)) throw error;
    files.push({ path, outcome: 'broken', bytes: 0, reason: problemOf(error) });
  }
  const studies = [...new Set(files.flatMap(({ studyInstanceUid }) => studyInstanceUid ?? []))];
  const broken = files.filter(({ outcome }) => outcome === 'broken');
  const foreign = files.filter((file) => file.outcome === 'not-dicom' && !isIndex(file));
  if (broken.length > 0) return { state: 'refused', reason: reasonOf(broken, path), studies };
  if (files.every(({ outcome }) => outcome === 'not-dicom'))
    return { state: 'foreign', reason: 'It is no DICOM file.', studies };
  if (foreign.length > 0) return { state: 'foreign', reason: leftOver(foreign, path), studies };
  return { state: 'taken', reason: null, studies };
}

/** Wrong in itself, such as a zip that contradicts itself. What a disk or a share hinders may go well later. */
const isOfTheFile = (error: unknown): error is IsocenterError =>
  error instanceof IsocenterError &&
  /^(dicom|disc)\/|^input\/unreadable$/.test(error.code) &&
  (error.cause as NodeJS.ErrnoException | undefined)?.syscall === undefined;

/** Says nothing that the images do not say. */
const isIndex = ({ path }: UploadedFile): boolean => basename(path).toUpperCase() === 'DICOMDIR';

const reasonOf = (broken: readonly UploadedFile[], path: string): string =>
  named(broken.map((file) => within(file, path) + (file.reason?.title ?? 'It cannot be read.')));

const leftOver = (foreign: readonly UploadedFile[], path: string): string =>
  `Its images are in the archive. No DICOM files are: ${named(foreign.map((file) => within(file, path).replace(/: $/, '')))}`;

const within = (file: UploadedFile, path: string): string =>
  file.path === path ? '' : `${file.path.slice(path.length + 1)}: `;

function named(texts: readonly string[]): string {
  const more = texts.length - MAXIMUM_NAMED;
  return [...texts.slice(0, MAXIMUM_NAMED), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
