/** Files that somebody sent: single ones, and zips and images of discs with everything in them. */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { asIsocenterError, type ByteSink, IsocenterError } from '../base/index.ts';
import type { Attachment } from '../catalog/index.ts';
import type { Actor, Origin, Scope } from '../contract/index.ts';
import { type FoundFile, findDicomFiles, isDiscImage, readZip, SNIFF_BYTES, sniff } from '../media/index.ts';
import type { IngestResult } from './committer.ts';
import { InstanceIngest } from './ingest.ts';
import { DicomFileIngest } from './ingest-dicom-file.ts';
import { FileIngest } from './ingest-file.ts';
import type { KeptFile } from './keep-file.ts';
import type { ArchiveParts } from './parts.ts';
import { requireEverything } from './require-everything.ts';

export interface UploadRequest {
  /** Where the bytes lie. */
  readonly path: string;
  /** As it was called where it came from; only a label. */
  readonly name: string;
  /** Network address of the sender. */
  readonly address: string;
  /** Keep it as a file, whatever it is, and attach it to these. */
  readonly keep?:
    | { readonly mediaType?: string | undefined; readonly attachTo: readonly Attachment[] }
    | undefined;
}

/** What became of one file. Something that is there already is no failure, and no second one. */
export interface UploadedFile {
  /** The name of the upload and, in a zip or a disc image, the path there. */
  readonly path: string;
  readonly outcome: IngestResult['outcome'] | 'kept' | 'not-dicom' | 'broken';
  readonly bytes: number;
  readonly studyInstanceUid?: string;
  readonly sopInstanceUid?: string;
  readonly sha256?: string;
  /** Why it is broken. */
  readonly reason?: string;
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
  const { path, name, keep } = request;
  const { size } = await stat(path);
  if (keep) {
    if (keep.attachTo.length > 0) requireEverything(actor, scope, 'attach files');
    return yield await keepFile(parts, actor, scope, request, keep);
  }
  if (await isDiscImage(path)) return yield* importDiscImage(parts, actor, scope, request, signal);
  if (!(await isZip(path))) {
    const read = () => createReadStream(path) as AsyncIterable<Uint8Array>;
    return yield await takeIn(parts, actor, scope, request, { path: name, size, read }, signal);
  }
  for await (const member of readZip(path)) {
    if (signal.aborted) throw new IsocenterError('cancelled');
    yield await takeIn(parts, actor, scope, request, { ...member, path: `${name}/${member.path}` }, signal);
  }
}

async function* importDiscImage(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  request: UploadRequest,
  signal: AbortSignal,
): AsyncGenerator<UploadedFile, void, void> {
  const root = await realpath(request.path);
  for await (const found of findDicomFiles(root)) {
    if (signal.aborted) throw new IsocenterError('cancelled');
    const path = labelOf(found, root, request.name);
    if (found.kind === 'dicom' && found.content) {
      const { content, bytes } = found;
      const file = { path, size: bytes, read: () => content.read() };
      yield await takeIn(parts, actor, scope, request, file, signal);
    } else yield* notTaken(found, path);
  }
}

/** What is no image of a person, and what could not be had. */
function* notTaken(found: FoundFile, path: string): Generator<UploadedFile> {
  const reasons = reasonsOf(found);
  for (const reason of reasons) yield { path, outcome: 'broken', bytes: 0, reason };
  if (reasons.length === 0 && found.kind !== 'image') yield { path, outcome: 'not-dicom', bytes: 0 };
}

function reasonsOf(found: FoundFile): readonly string[] {
  switch (found.kind) {
    case 'dicom':
    case 'other':
      return [];
    case 'dicomdir':
    case 'image':
      return found.problems;
    default:
      return [found.reason];
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
        return { path, outcome: 'not-dicom', bytes };
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
    return { path, outcome: 'broken', bytes, reason: failure.message };
  }
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
  const origin = originOf(parts, actor, request, name);
  const sink: ByteSink<KeptFile> = new FileIngest(parts, actor, scope, { origin, name, mediaType, attachTo });
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      const wait = sink.write(chunk);
      if (wait) await wait;
    }
    const { sha256 } = await sink.end();
    return { path: name, outcome: 'kept', bytes, sha256 };
  } catch (error) {
    sink.abort(error);
    throw error;
  }
}

function originOf({ clock }: ArchiveParts, actor: Actor, { address }: UploadRequest, path: string): Origin {
  const receivedAt = clock.now().toISOString();
  return { via: 'upload', receivedAt, sender: actor.name, address: `${address} ${path}`, receiver: '' };
}

/** Local file header, or the end of an empty one. APPNOTE.TXT 4.3.7. */
async function isZip(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 3 }) as AsyncIterable<Buffer>) {
    return chunk.toString('latin1') === 'PK\x03\x04' || chunk.toString('latin1') === 'PK\x05\x06';
  }
  return false;
}
