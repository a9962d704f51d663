import type { StoredInstance } from '../catalog/index.ts';
import { type Dataset, HeaderParser } from '../dicom/index.ts';
import { encodePublicHead } from './file-meta.ts';
import type { ArchiveParts } from './parts.ts';
import { readDataSet } from './retrieve.ts';
import { readHeader } from './stored-file.ts';

/** An instance on its way out of the archive, as a file that says nothing about the archive. */
export interface OutgoingFile {
  readonly instance: StoredInstance;
  /** Everything before the pixel data. */
  readonly header: Dataset;
  /** What stands before the data set. */
  readonly head: Uint8Array;
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
  /** Of head and body together, bytes. */
  readonly size: number;
}

/** @throws IsocenterError `archive/recall-pending`, `archive/bytes-lost`, `store/*`, `dicom/*` */
export async function openOutgoing(
  { store }: Pick<ArchiveParts, 'store'>,
  instance: StoredInstance,
): Promise<OutgoingFile> {
  const body = await readDataSet(store, instance);
  const head = encodePublicHead(instance);
  const { key, headLength } = instance.location!;
  const header =
    body instanceof Uint8Array ? headerOf(body, instance) : (await readHeader(store, key)).dataset;
  return { instance, header, head, body, size: head.length + instance.size - headLength };
}

function headerOf(body: Uint8Array, { transferSyntaxUid }: StoredInstance): Dataset {
  const parser = new HeaderParser({ transferSyntaxUid });
  return (parser.push(body) ?? parser.end()).dataset;
}

/** In pieces that are at hand when the instance is small, else read when they are asked for. */
export function contentOf({ head, body }: OutgoingFile): readonly Uint8Array[] | AsyncIterable<Uint8Array> {
  return body instanceof Uint8Array ? [head, body] : readContent(head, body);
}

async function* readContent(head: Uint8Array, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* body;
}
