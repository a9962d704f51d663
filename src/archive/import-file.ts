import { IsocenterError } from '../base/index.ts';
import type { Actor, Origin, Scope } from '../contract/index.ts';
import { type FileHead, parseFileHead } from '../dicom/index.ts';
import type { FoundFile } from '../media/index.ts';
import type { IngestResult } from './committer.ts';
import { dataSetDigest } from './file-digest.ts';
import { digestOf } from './file-meta.ts';
import { importedBefore } from './imported-before.ts';
import { InstanceIngest } from './ingest.ts';
import { INPUT_CHUNK, InputFile } from './input-file.ts';
import type { ArchiveParts } from './parts.ts';

export type FoundDicom = FoundFile & { readonly kind: 'dicom' };
/** What became of a file, and the study that it is of. */
export type FileOutcome =
  | Pick<IngestResult, 'outcome' | 'studyInstanceUid'>
  | { readonly outcome: 'not-dicom'; readonly studyInstanceUid?: undefined };

/**
 * Takes in one DICOM file, a bounded part at a time: what stands before the data set goes, the data set is passed on as
 * it is, in the transfer syntax that it is really written in. Errors: those of `InstanceIngest` and `InputFile`.
 */
export async function importFile(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  found: FoundDicom,
  signal: AbortSignal,
): Promise<FileOutcome> {
  await using file = await InputFile.open(found.path, found.bytes, found.content);
  const first = await file.read();
  const head = headOf(first, file.atEnd);
  if (!head) return { outcome: 'not-dicom' };
  const origin = originOfFile(parts, actor, found.path);
  const transferSyntaxUid = head.syntax.uid;
  const beginning = first.subarray(head.dataSetOffset);
  const size = found.bytes - head.dataSetOffset;
  const digest = async () =>
    file.atEnd ? digestOf(beginning) : await dataSetDigest(found.path, found.content);
  const candidate = { transferSyntaxUid, beginning, size, origin, digest };
  const before = await importedBefore(parts, candidate);
  if (before) return { outcome: 'already-there', studyInstanceUid: before.studyInstanceUid };
  const sink = new InstanceIngest(parts, actor, scope, { origin, transferSyntaxUid });
  await passOn(beginning, file, sink, signal);
  return await sink.end();
}

async function passOn(
  beginning: Uint8Array,
  rest: InputFile,
  sink: InstanceIngest,
  signal: AbortSignal,
): Promise<void> {
  try {
    await sink.write(beginning);
    while (!rest.atEnd) {
      if (signal.aborted) throw new IsocenterError('cancelled');
      await sink.write(await rest.read());
    }
  } catch (error) {
    sink.abort(error);
    throw error;
  }
}

export function originOfFile({ clock }: ArchiveParts, actor: Actor, path: string): Origin {
  const receivedAt = clock.now().toISOString();
  return { via: 'import', receivedAt, sender: actor.name, address: path, receiver: '' };
}

/** Undefined: it is no DICOM file after all. */
function headOf(first: Uint8Array, atEnd: boolean): FileHead | undefined {
  try {
    const head = parseFileHead(first, atEnd);
    if (typeof head !== 'number') return head;
    throw new IsocenterError('dicom/limit', { what: 'The file meta group', value: head, limit: INPUT_CHUNK });
  } catch (error) {
    if (error instanceof IsocenterError && error.code === 'dicom/not-dicom') return undefined;
    throw error;
  }
}
