/** Files that somebody sent: single ones, and zips and images of discs with everything in them. */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { asIsocenterError, type ByteSink, IsocenterError } from '../base/index.ts';
import type { Attachment } from '../catalog/index.ts';
import { type Actor, type Origin, problemOf, type Scope, type UploadedFile } from '../contract/index.ts';
import { SNIFF_BYTES, sniff } from '../dicom/index.ts';
import {
  FilesBeside,
  type FoundFile,
  findDicomFiles,
  guessMediaType,
  isDiscImage,
  MEDIA_TYPE_HEAD,
  nameOfFile,
} from '../media/index.ts';
import type { IngestResult } from './committer.ts';
import { studyOfFiles } from './import-beside.ts';
import { InstanceIngest } from './ingest.ts';
import { DicomFileIngest } from './ingest-dicom-file.ts';
import { keepBytes } from './keep-bytes.ts';
import type { ArchiveParts } from './parts.ts';
import { requireEverything } from './require-everything.ts';
import { zippedFiles } from './zipped-files.ts';

export interface UploadRequest {
  /** Where the bytes lie. */
  readonly path: string;
  /** As it was called where it came from; only a label. */
  readonly name: string;
  /** Network address of the sender. */
  readonly address: string;
  /** Who brings it, where that is no person. */
  readonly by?: Pick<Origin, 'via' | 'sender'> | undefined;
  /** Keep it as a file, whatever it is, and attach it to these. */
  readonly keep?:
    | { readonly mediaType?: string | undefined; readonly attachTo: readonly Attachment[] }
    | undefined;
  /** Keep documents that lie beside images, such as the report of the clinic on its disc. */
  readonly documents?: boolean | undefined;
}

/**
 * Takes in what was sent, and tells what became of each file. What cannot be taken is told and the rest goes on; a full disk
 * or a catalog that is gone ends it with that error, a signal with `cancelled`. Running it again takes in the rest.
 * @throws IsocenterError `input/unreadable` for a zip that contradicts itself, `dicom/limit` for a bomb; `disc/*`
 */
export async function* importUpload(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  request: UploadRequest,
  signal: AbortSignal,
): AsyncGenerator<UploadedFile, void, void> {
  const { keep } = request;
  if (keep) {
    if (keep.attachTo.length > 0) requireEverything(actor, scope, 'attach files');
    return yield await keepFile(parts, actor, scope, request, keep);
  }
  const beside = new FilesBeside<Incoming>({ withDocuments: request.documents === true });
  for await (const file of filesIn(request)) {
    if (signal.aborted) throw new IsocenterError('cancelled');
    const result = 'outcome' in file ? file : await takeIn(parts, actor, scope, request, file, signal);
    beside.saw(result.studyInstanceUid);
    if ('outcome' in file || !isChosen(beside, file, result)) yield result;
  }
  if (beside.chosen.size > 0) yield* keepBeside(parts, actor, scope, request, beside, signal);
}

const isChosen = (beside: FilesBeside<Incoming>, file: Incoming, { outcome, mediaType }: UploadedFile) =>
  outcome === 'not-dicom' && beside.choose(file.path, mediaType, file);

/** They are met a second time: those of a zip can be read only then. */
async function* keepBeside(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  request: UploadRequest,
  beside: FilesBeside<Incoming>,
  signal: AbortSignal,
): AsyncGenerator<UploadedFile, void, void> {
  const attachTo = studyOfFiles(beside, scope);
  for await (const file of filesIn(request)) {
    if (signal.aborted) throw new IsocenterError('cancelled');
    if ('outcome' in file || !beside.chosen.has(file.path)) continue;
    const { path, size } = file;
    const origin = originOf(parts, actor, request, path);
    const kept = { origin, name: nameOfFile(path), attachTo };
    try {
      const { sha256 } = await keepBytes(parts, actor, scope, kept, file.read());
      yield { path, outcome: 'kept', bytes: size, sha256 };
    } catch (error) {
      const failure = asIsocenterError(error);
      if (!isOfTheFile(failure)) throw failure;
      yield { path, outcome: 'broken', bytes: 0, reason: problemOf(failure) };
    }
  }
}

/** The files of an upload, and what became already of those that cannot be read. */
async function* filesIn(request: UploadRequest): AsyncGenerator<Incoming | UploadedFile, void, void> {
  const { path, name } = request;
  const { size } = await stat(path);
  if (await isDiscImage(path)) yield* filesInImage(request);
  else if (await isZip(path)) yield* filesInZip(request);
  else yield { path: name, size, read: () => createReadStream(path) as AsyncIterable<Uint8Array> };
}

async function* filesInZip({
  path,
  name,
}: UploadRequest): AsyncGenerator<Incoming | UploadedFile, void, void> {
  for await (const member of zippedFiles(path))
    if ('missing' in member) {
      const reason = problemOf(new IsocenterError('disc/not-there'));
      yield { path: `${name}/${member.missing}`, outcome: 'broken', bytes: 0, reason };
    } else yield { ...member, path: `${name}/${member.path}` };
}

async function* filesInImage(request: UploadRequest): AsyncGenerator<Incoming | UploadedFile, void, void> {
  const root = await realpath(request.path);
  for await (const found of findDicomFiles(root)) {
    const path = labelOf(found, root, request.name);
    if ('content' in found && found.content) {
      const { content, bytes } = found;
      yield { path, size: bytes, read: () => content.read() };
    } else yield* notTaken(found, path);
  }
}

/** What is no image of a person, and what could not be had. */
function* notTaken(found: FoundFile, path: string): Generator<UploadedFile> {
  const failures = failuresOf(found);
  for (const failure of failures) yield { path, outcome: 'broken', bytes: 0, reason: problemOf(failure) };
  if (failures.length === 0 && found.kind !== 'image') yield { path, outcome: 'not-dicom', bytes: 0 };
}

function failuresOf(found: FoundFile): readonly IsocenterError[] {
  switch (found.kind) {
    case 'dicom':
    case 'other':
      return [];
    case 'dicomdir':
    case 'image':
      return found.problems;
    default:
      return [found.failure];
  }
}

/** Where it is in the image, or what the DICOMDIR calls a file that is not there. */
function labelOf({ path }: FoundFile, root: string, name: string): string {
  return path.startsWith(root) ? name + path.slice(root.length) : `${name}/${path}`;
}

interface Incoming {
  readonly path: string;
  readonly size: number;
  read(): AsyncIterable<Uint8Array>;
}

async function takeIn(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  request: UploadRequest,
  file: Incoming,
  signal: AbortSignal,
): Promise<UploadedFile> {
  const { path } = file;
  const origin = originOf(parts, actor, request, path);
  let bytes = 0;
  let sink: ByteSink<IngestResult> | undefined;
  try {
    for await (const chunk of withWholeBeginning(file.read())) {
      if (signal.aborted) throw new IsocenterError('cancelled');
      // Leaving the loop leaves the rest unread: what is no DICOM costs nothing, however large it says it is.
      if (!sink && sniff(chunk.subarray(0, SNIFF_BYTES), file.size).kind !== 'dicom')
        return { path, outcome: 'not-dicom', bytes, ...typeOf(chunk, path) };
      sink ??= new DicomFileIngest((head) => new InstanceIngest(parts, actor, scope, { origin, ...head }));
      bytes += chunk.length;
      const wait = sink.write(chunk);
      if (wait) await wait;
    }
    if (!sink) return { path, outcome: 'not-dicom', bytes };
    const { outcome, studyInstanceUid, sopInstanceUid, sha256 } = await sink.end();
    return { path, outcome, bytes, studyInstanceUid, sopInstanceUid, sha256 };
  } catch (error) {
    sink?.abort(error);
    const failure = asIsocenterError(error);
    if (failure.code === 'dicom/not-dicom') return { path, outcome: 'not-dicom', bytes };
    if (!isOfTheFile(failure)) throw failure;
    return { path, outcome: 'broken', bytes, reason: problemOf(failure) };
  }
}

function typeOf(head: Uint8Array, path: string): { mediaType?: string } {
  const mediaType = guessMediaType(head.subarray(0, MEDIA_TYPE_HEAD), path);
  return mediaType === undefined ? {} : { mediaType };
}

/** What is wrong with one file, and not with the disk, the catalog or the zip as a whole. */
function isOfTheFile({ code, params }: IsocenterError): boolean {
  if (code === 'dicom/limit') return !String(params.what).includes('zip');
  return /^(dicom|disc|ingest|input)\/|^archive\/forbidden$/.test(code);
}

/** Enough to tell what it is in the first chunk, where there is as much. */
async function* withWholeBeginning(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let beginning: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (!beginning) yield chunk;
    else {
      beginning = Buffer.concat([beginning, chunk]);
      if (beginning.length < SNIFF_BYTES) continue;
      yield beginning;
      beginning = undefined;
    }
  }
  if (beginning && beginning.length > 0) yield beginning;
}

async function keepFile(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  request: UploadRequest,
  { mediaType, attachTo }: NonNullable<UploadRequest['keep']>,
): Promise<UploadedFile> {
  const { path, name } = request;
  const { size } = await stat(path);
  const origin = originOf(parts, actor, request, name);
  const bytes = createReadStream(path) as AsyncIterable<Uint8Array>;
  const { sha256 } = await keepBytes(parts, actor, scope, { origin, name, mediaType, attachTo }, bytes);
  return { path: name, outcome: 'kept', bytes: size, sha256 };
}

function originOf(
  { clock }: ArchiveParts,
  actor: Actor,
  { address, by = { via: 'upload', sender: actor.name } }: UploadRequest,
  path: string,
): Origin {
  const receivedAt = clock.now().toISOString();
  return { ...by, receivedAt, address: `${address} ${path}`, receiver: '' };
}

/** Local file header, or the end of an empty one. APPNOTE.TXT 4.3.7. */
async function isZip(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 3 }) as AsyncIterable<Buffer>) {
    return chunk.toString('latin1') === 'PK\x03\x04' || chunk.toString('latin1') === 'PK\x05\x06';
  }
  return false;
}
