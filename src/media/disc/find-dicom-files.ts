import type { Dirent } from 'node:fs';
import { open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { asIsocenterError } from '../../base/index.ts';
import { type ReferencedFile, readDicomdir, referencedFiles } from '../dicomdir/index.ts';
import { SNIFF_BYTES, type Sniffed, sniff } from './sniff.ts';

/**
 * What a search comes across. `dicom`: try to read it. `dicomdir`: a directory (its files come as such), with what is
 * wrong with it. `other`: not DICOM, and why. `missing`: named by a DICOMDIR and not there, or outside of the folder.
 * `unreadable`: the system refused. `skipped`: a link out of the folder, or folders too deep.
 */
export type FoundFile =
  | { readonly kind: 'dicom'; readonly path: string; readonly bytes: number }
  | {
      readonly kind: 'dicomdir';
      readonly path: string;
      readonly bytes: number;
      readonly problems: readonly string[];
    }
  | { readonly kind: 'other'; readonly path: string; readonly bytes: number; readonly reason: string }
  | { readonly kind: 'missing'; readonly path: string; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly reason: string }
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: string };

export interface FindOptions {
  /** Folders inside folders. Default 32. */
  readonly maxDepth?: number;
}

const DEFAULT_MAX_DEPTH = 32;
/** About 100,000 records; a larger DICOMDIR is not followed (its files are found anyway). */
const MAX_DICOMDIR_BYTES = 256 * 1024 * 1024;

/**
 * Everything in a folder (or one file), by content. Where a DICOMDIR is, its files come first and in its order; then
 * what it missed. Each file comes once. Symbolic links are not followed: what they lead to inside the folder is found
 * there, what is outside is reported. Within a folder, names are taken in order.
 */
export async function* findDicomFiles(root: string, options: FindOptions = {}): AsyncGenerator<FoundFile> {
  const search = new Search(await realpath(root), options.maxDepth ?? DEFAULT_MAX_DEPTH);
  const info = await stat(root);
  yield* info.isDirectory() ? search.folder(search.root, 0) : search.file(search.root);
}

class Search {
  readonly root: string;
  readonly #maxDepth: number;
  /** Paths that a DICOMDIR named: the walk passes them by. */
  readonly #done = new Set<string>();

  constructor(root: string, maxDepth: number) {
    this.root = root;
    this.#maxDepth = maxDepth;
  }

  async *folder(path: string, depth: number): AsyncGenerator<FoundFile> {
    if (depth > this.#maxDepth) {
      yield { kind: 'skipped', path, reason: `more than ${this.#maxDepth} folders deep` };
      return;
    }
    const entries = await listing(path);
    if (!Array.isArray(entries)) yield { kind: 'unreadable', path, reason: entries.reason };
    else for (const entry of entries) yield* this.#entry(path, entry, depth);
  }

  async *#entry(folder: string, entry: Dirent, depth: number): AsyncGenerator<FoundFile> {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* this.folder(path, depth + 1);
    else if (entry.isFile() && !this.#done.has(path)) yield* this.file(path);
    else if (entry.isSymbolicLink()) yield* this.#link(path);
  }

  async *#link(path: string): AsyncGenerator<FoundFile> {
    const target = await realpath(path).catch(() => undefined);
    const inside = target === this.root || target?.startsWith(this.root + sep);
    if (!inside) yield { kind: 'skipped', path, reason: 'a link that leads out of the folder or nowhere' };
  }

  async *file(path: string): AsyncGenerator<FoundFile> {
    const found = await sniffFile(path);
    if (found.kind !== 'dicomdir') yield found;
    else yield* this.#dicomdir(path, found.bytes);
  }

  async *#dicomdir(path: string, bytes: number): AsyncGenerator<FoundFile> {
    const obstacle = this.#obstacleTo(path, bytes);
    if (obstacle !== undefined) {
      yield { kind: 'dicomdir', path, bytes, problems: [obstacle] };
      return;
    }
    try {
      const dicomdir = readDicomdir(await readFile(path));
      yield { kind: 'dicomdir', path, bytes, problems: dicomdir.problems };
      for await (const file of referencedFiles(dirname(path), dicomdir)) yield* this.#referenced(file);
    } catch (error) {
      yield { kind: 'dicomdir', path, bytes, problems: [asIsocenterError(error).message] };
    }
  }

  /** Only what is named DICOMDIR comes before its files in the walk, so only that can be followed. */
  #obstacleTo(path: string, bytes: number): string | undefined {
    if (bytes > MAX_DICOMDIR_BYTES)
      return 'is too large an index to be followed; the images beside it are found without it';
    return dicomdirName.test(basename(path)) || path === this.root
      ? undefined
      : 'is an index of a disc under another name, and is not followed; the images beside it are found without it';
  }

  async *#referenced(file: ReferencedFile): AsyncGenerator<FoundFile> {
    if (file.path === undefined) {
      const reason =
        file.problem === 'outside' ? 'leads out of the folder' : 'named by the DICOMDIR and not there';
      yield { kind: 'missing', path: file.fileId, reason };
    } else if (!this.#done.has(file.path)) {
      this.#done.add(file.path);
      yield await sniffFile(file.path).then(withoutDirectory);
    }
  }
}

/** A DICOMDIR that names a DICOMDIR is not followed on. */
function withoutDirectory(found: FoundFile): FoundFile {
  if (found.kind !== 'dicomdir') return found;
  return { kind: 'other', path: found.path, bytes: found.bytes, reason: 'a DICOMDIR' };
}

/** Names in order, a DICOMDIR before the rest; numbers inside names by their value. */
async function listing(folder: string): Promise<Dirent[] | { reason: string }> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const rank = ({ name }: Dirent) => (dicomdirName.test(name) ? 0 : 1);
    return entries.sort((a, b) => rank(a) - rank(b) || byName().compare(a.name, b.name));
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** ISO 9660 may show it with a version or a dot. */
const dicomdirName = /^DICOMDIR\.?(;\d+)?$/i;
let collator: Intl.Collator | undefined;

/** Made when first needed: the tables behind it are megabytes that a server which imports nothing does without. */
function byName(): Intl.Collator {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator;
}

async function sniffFile(path: string): Promise<FoundFile> {
  try {
    const { head, bytes } = await readHead(path);
    return describe(path, bytes, sniff(head, bytes));
  } catch (error) {
    return { kind: 'unreadable', path, reason: reasonOf(error) };
  }
}

function describe(path: string, bytes: number, sniffed: Sniffed): FoundFile {
  if (sniffed.kind === 'dicomdir') return { kind: 'dicomdir', path, bytes, problems: [] };
  if (sniffed.kind === 'dicom') return { kind: 'dicom', path, bytes };
  return { kind: 'other', path, bytes, reason: sniffed.reason };
}

async function readHead(path: string): Promise<{ head: Uint8Array; bytes: number }> {
  await using handle = await open(path, 'r');
  const { size } = await handle.stat();
  const buffer = new Uint8Array(Math.min(SNIFF_BYTES, size));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
  return { head: buffer.subarray(0, bytesRead), bytes: size };
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known: Readonly<Record<string, string>> = {
    EACCES: 'no permission',
    EIO: 'the disc cannot be read here',
  };
  return known[code] ?? (code || 'unknown');
}
