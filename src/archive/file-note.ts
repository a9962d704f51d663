import { z } from 'zod';
import { IsocenterError } from '../base/index.ts';
import type { CommitEntry } from '../catalog/index.ts';
import type { Origin } from '../contract/index.ts';
import { safeSegment } from '../naming/index.ts';
import { type BlobStore, LOCAL_STORE } from '../store/index.ts';

/** What a file itself cannot say, in a JSON file beside it: of instances, their file meta group has the same. */
export interface FileNote {
  readonly sha256: string;
  readonly size: number;
  /** What people call it; the name in the data directory is made from it. */
  readonly name: string;
  readonly mediaType: string;
  readonly collection?: string;
  /** The first one; later ones are records. */
  readonly origin: Origin;
}

const schema = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int().min(1),
  name: z.string().max(1_024),
  mediaType: z.string().max(256),
  collection: z.string().max(256).optional(),
  origin: z.object({
    via: z.enum(['dimse', 'import', 'upload', 'stow', 'wado', 'watch', 'recall', 'demo', 'edit']),
    receivedAt: z.string(),
    sender: z.string(),
    address: z.string(),
    receiver: z.string(),
  }),
});

/** Longest note that is read, bytes. */
const MAXIMUM_NOTE = 64 * 1024;

/** Files stand in folders named by their digest, so that names need not be unique. */
const folderOf = (sha256: string): string => `files/${sha256.slice(0, 2)}/${sha256}`;

/** `files/3f/3fa9.../report.pdf` */
export const fileKey = ({ sha256, name }: Pick<FileNote, 'sha256' | 'name'>): string =>
  `${folderOf(sha256)}/${safeSegment(name)}`;

/** `files/3f/3fa9....json` */
export const fileNoteKey = (sha256: string): string => `${folderOf(sha256)}.json`;

/** The digest in the key of a file; undefined for notes and for what does not lie as we lay it. */
export function digestOfFileKey(key: string): string | undefined {
  return /^files\/[0-9a-f]{2}\/([0-9a-f]{64})\/[^/]+$/.exec(key)?.[1];
}

export async function writeFileNote(store: BlobStore, note: FileNote): Promise<void> {
  await store.putFile(fileNoteKey(note.sha256), `${JSON.stringify(note, undefined, 2)}\n`);
}

/** Undefined when there is none, or none that can be read. */
export async function readFileNote(store: BlobStore, sha256: string): Promise<FileNote | undefined> {
  const key = fileNoteKey(sha256);
  const stat = store.stat(key);
  if (!stat || stat.size > MAXIMUM_NOTE) return undefined;
  const text = new TextDecoder().decode(await store.readAll(key));
  try {
    const { collection, ...note } = schema.parse(JSON.parse(text));
    return note.sha256 === sha256
      ? { ...note, ...(collection === undefined ? {} : { collection }) }
      : undefined;
  } catch {
    return undefined;
  }
}

export function entryOfNote(
  { sha256, size, name, mediaType, collection, origin }: FileNote,
  key: string,
  actor: string,
): CommitEntry & { kind: 'file' } {
  return {
    kind: 'file',
    name,
    origin,
    actor,
    ...(collection === undefined ? {} : { collection }),
    content: { sha256, size, mediaType, location: { store: LOCAL_STORE, key, form: 'plain', headLength: 0 } },
  };
}

/**
 * What lies in `files/`, as an entry for the catalog. Without a note it is taken to have come when it was last changed.
 * @throws IsocenterError `archive/damaged`: its content is not what its folder says.
 */
export async function entryOfKeptFile(
  store: BlobStore,
  key: string,
  actor: string,
): Promise<CommitEntry & { kind: 'file' }> {
  const sha256 = digestOfFileKey(key) ?? '';
  const note = await readFileNote(store, sha256);
  const stat = store.stat(key);
  if (!stat) throw new IsocenterError('store/not-found');
  if (note?.size === stat.size) return entryOfNote(note, key, actor);
  if ((await store.hash(key)).sha256 !== sha256) throw new IsocenterError('archive/damaged');
  const receivedAt = stat.modified.toISOString();
  const origin = { via: 'recall', receivedAt, sender: '', address: key, receiver: '' } as const;
  const name = key.slice(key.lastIndexOf('/') + 1);
  return entryOfNote({ sha256, size: stat.size, name, mediaType: UNKNOWN_TYPE, origin }, key, actor);
}

/** RFC 2046 4.5.1: bytes of a type that nobody named. */
export const UNKNOWN_TYPE = 'application/octet-stream';
