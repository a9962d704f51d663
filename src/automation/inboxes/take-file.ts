import { basename } from 'node:path';
import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import {
  type Caller,
  errorOfProblem,
  errorOfReasons,
  type InboxFileState,
  type Problem,
  problemOf,
  type UploadedFile,
} from '../../contract/index.ts';
import type { Inbox } from './inbox.ts';
import type { HeldFile } from './inbox-folder.ts';
import { MAXIMUM_NAMED, MAXIMUM_REASONS } from './limits.ts';

/** What became of a file. */
export interface Verdict {
  readonly state: InboxFileState;
  /** Why it was not taken in. */
  readonly reason: Problem | null;
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
    return { state: 'foreign', reason: problemOf(new IsocenterError('inbox/foreign')), studies };
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

function reasonOf(broken: readonly UploadedFile[], path: string): Problem {
  if (broken.every((file) => file.path === path)) return problemOf(whyBroken(broken[0]!));
  const each = broken
    .slice(0, MAXIMUM_REASONS)
    .map((file) => ({ what: nameIn(path, file), reason: whyBroken(file) }));
  return problemOf(errorOfReasons('inbox/broken-files', each, { count: broken.length }));
}

const whyBroken = ({ reason }: UploadedFile): IsocenterError =>
  errorOfProblem(reason) ?? new IsocenterError('input/unreadable', { reason: 'unknown' });

const leftOver = (foreign: readonly UploadedFile[], path: string): Problem =>
  problemOf(new IsocenterError('inbox/left-over', { files: namesOf(foreign, path) }));

/** Where it is in a zip or an image of a disc; the file itself where all of it is meant. */
const nameIn = (path: string, file: UploadedFile): string =>
  file.path.slice(path.length + 1) || basename(path);

function namesOf(files: readonly UploadedFile[], path: string): string {
  const names = files.slice(0, MAXIMUM_NAMED).map((file) => nameIn(path, file));
  const more = files.length - names.length;
  return [...names, ...(more > 0 ? [`+ ${more}`] : [])].join('; ');
}
