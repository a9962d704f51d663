import type { Actor, Scope } from '../contract/index.ts';
import { FileIngest, type FileIngestRequest } from './ingest-file.ts';
import type { KeptFile } from './keep-file.ts';
import type { ArchiveParts } from './parts.ts';
import { pushAll } from './push-all.ts';

/** A file that is read to its end and kept. Rejects with what `FileIngest` rejects with, and what the chunks throw. */
export async function keepBytes(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  request: FileIngestRequest,
  chunks: AsyncIterable<Uint8Array>,
): Promise<KeptFile> {
  return await pushAll(chunks, new FileIngest(parts, actor, scope, request));
}
