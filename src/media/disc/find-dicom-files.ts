import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import { SNIFF_BYTES, type Sniffed, sniff } from '../../dicom/index.ts';
import { type ReferencedFile, readDicomdir, referencedFiles } from '../dicomdir/index.ts';
import { type DiscFile, isDiscImage, openDiscImage } from '../image/index.ts';
import { type FileTree, ImageTree, SystemTree, type TreeEntry, unreadable } from '../tree/index.ts';

/**
 * What a search comes across. `dicom`: try to read it. `dicomdir`: a directory (its files come as such), with what is
 * wrong with it. `image`: an image of a disc (what is in it comes as such), with how many files it has. `other`: not
 * DICOM, and why. `missing`: named by a DICOMDIR and not there, or outside of the folder. `unreadable`: the system refused,
 * or sectors of an image. `skipped`: a link out of the folder, or folders too deep. In an image, paths begin with its own.
 */
export type FoundFile =
  | ({ readonly kind: 'dicom' } & FoundContent)
  | {
      readonly kind: 'dicomdir';
      readonly path: string;
      readonly bytes: number;
      readonly problems: readonly IsocenterError[];
    }
  | {
      readonly kind: 'image';
      readonly path: string;
      readonly files: number;
      readonly problems: readonly IsocenterError[];
    }
  | ({ readonly kind: 'other'; readonly reason: string } & FoundContent)
  | { readonly kind: 'missing'; readonly path: string; readonly failure: IsocenterError }
  | { readonly kind: 'unreadable'; readonly path: string; readonly failure: IsocenterError }
  | { readonly kind: 'skipped'; readonly path: string; readonly failure: IsocenterError };

interface FoundContent {
  readonly path: string;
  readonly bytes: number;
  /** How it is read when it is in an image, and no path of the system leads to it. */
  readonly content?: DiscFile | undefined;
}

export interface FindOptions {
  /** Folders inside folders. Default 32. */
  readonly maxDepth?: number;
}

const DEFAULT_MAX_DEPTH = 32;
/** About 100,000 records; a larger DICOMDIR is not followed (its files are found anyway). */
const MAX_DICOMDIR_BYTES = 256 * 1024 * 1024;

/**
 * Everything in a folder (or one file), by content, also in images of discs. Where a DICOMDIR is, its files come first and in its order; then
 * what it missed. Each file comes once. Symbolic links are not followed: what they lead to inside the folder is found
 * there, what is outside is reported. Within a folder, names are taken in order.
 */
export async function* findDicomFiles(root: string, options: FindOptions = {}): AsyncGenerator<FoundFile> {
  const tree = new SystemTree(await realpath(root));
  const search = new Search(tree, options.maxDepth ?? DEFAULT_MAX_DEPTH);
  const info = await stat(root);
  yield* info.isDirectory() ? search.folder(tree.root, 0) : search.file(tree.root);
}

class Search {
  readonly #tree: FileTree;
  readonly #maxDepth: number;
  /** Paths that a DICOMDIR named: the walk passes them by. */
  readonly #done = new Set<string>();

  constructor(tree: FileTree, maxDepth: number) {
    this.#tree = tree;
    this.#maxDepth = maxDepth;
  }

  async *folder(path: string, depth: number): AsyncGenerator<FoundFile> {
    if (depth > this.#maxDepth) {
      yield {
        kind: 'skipped',
        path,
        failure: new IsocenterError('disc/too-deep', { limit: this.#maxDepth }),
      };
      return;
    }
    const entries = await listing(this.#tree, path);
    if (entries instanceof IsocenterError) yield { kind: 'unreadable', path, failure: entries };
    else for (const entry of entries) yield* this.#entry(path, entry, depth);
  }

  async *#entry(folder: string, { name, kind }: TreeEntry, depth: number): AsyncGenerator<FoundFile> {
    const path = join(folder, name);
    if (kind === 'folder') yield* this.folder(path, depth + 1);
    else if (kind === 'link') yield* this.#link(path);
    else if (!this.#done.has(path)) yield* this.file(path);
  }

  async *#link(path: string): AsyncGenerator<FoundFile> {
    if (!(await this.#tree.leadsInto(this.#tree.root, path)))
      yield { kind: 'skipped', path, failure: new IsocenterError('disc/link') };
  }

  async *file(path: string): AsyncGenerator<FoundFile> {
    const found = await sniffFile(this.#tree, path);
    if (found.kind === 'dicomdir') yield* this.#dicomdir(path, found.bytes);
    else if (found.kind === 'other' && (await isImage(found))) yield* this.#image(path);
    else yield found;
  }

  async *#image(path: string): AsyncGenerator<FoundFile> {
    const image = await openDiscImage(path).catch(asIsocenterError);
    if (image instanceof Error) {
      yield { kind: 'unreadable', path, failure: image };
      return;
    }
    const { files, damaged } = image;
    const damage = damaged.get('/');
    const problems = damage ? [new IsocenterError(damage.code, damage.params)] : [];
    yield { kind: 'image', path, files: files.size, problems };
    yield* new Search(new ImageTree(path, image), this.#maxDepth).folder(path, 0);
  }

  async *#dicomdir(path: string, bytes: number): AsyncGenerator<FoundFile> {
    const obstacle = this.#obstacleTo(path, bytes);
    if (obstacle !== undefined) {
      yield { kind: 'dicomdir', path, bytes, problems: [obstacle] };
      return;
    }
    try {
      const dicomdir = readDicomdir(await this.#tree.whole(path));
      yield { kind: 'dicomdir', path, bytes, problems: dicomdir.problems.map(wrongIndex) };
      for await (const file of referencedFiles(this.#tree, dirname(path), dicomdir))
        yield* this.#referenced(file);
    } catch (error) {
      yield { kind: 'dicomdir', path, bytes, problems: [asIsocenterError(error)] };
    }
  }

  /** Only what is named DICOMDIR comes before its files in the walk, so only that can be followed. */
  #obstacleTo(path: string, bytes: number): IsocenterError | undefined {
    if (bytes > MAX_DICOMDIR_BYTES)
      return new IsocenterError('disc/large-index', { limit: MAX_DICOMDIR_BYTES });
    return dicomdirName.test(basename(path)) || path === this.#tree.root
      ? undefined
      : new IsocenterError('disc/index-elsewhere');
  }

  async *#referenced(file: ReferencedFile): AsyncGenerator<FoundFile> {
    if (file.path === undefined) {
      const failure = new IsocenterError(file.problem === 'outside' ? 'disc/outside' : 'disc/not-there');
      yield { kind: 'missing', path: file.fileId, failure };
    } else if (!this.#done.has(file.path)) {
      this.#done.add(file.path);
      yield await sniffFile(this.#tree, file.path).then(withoutDirectory);
    }
  }
}

const wrongIndex = (reason: string): IsocenterError => new IsocenterError('disc/bad-index', { reason });

/** A DICOMDIR that names a DICOMDIR is not followed on. */
function withoutDirectory(found: FoundFile): FoundFile {
  if (found.kind !== 'dicomdir') return found;
  return { kind: 'other', path: found.path, bytes: found.bytes, reason: 'a DICOMDIR' };
}

/** An image in an image is not opened: discs have none, and attacks do. */
async function isImage({ path, content }: FoundContent): Promise<boolean> {
  return content === undefined && (await isDiscImage(path).catch(() => false));
}

/** Names in order, a DICOMDIR before the rest; numbers inside names by their value. */
async function listing(tree: FileTree, folder: string): Promise<TreeEntry[] | IsocenterError> {
  try {
    const rank = ({ name }: TreeEntry) => (dicomdirName.test(name) ? 0 : 1);
    return [...(await tree.list(folder))].sort(
      (a, b) => rank(a) - rank(b) || byName().compare(a.name, b.name),
    );
  } catch (error) {
    return unreadable(error);
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

async function sniffFile(tree: FileTree, path: string): Promise<FoundFile> {
  try {
    const { head, bytes } = await tree.head(path, SNIFF_BYTES);
    return describe({ path, bytes, content: tree.content(path) }, sniff(head, bytes));
  } catch (error) {
    return { kind: 'unreadable', path, failure: unreadable(error) };
  }
}

function describe(found: FoundContent, sniffed: Sniffed): FoundFile {
  if (sniffed.kind === 'dicomdir')
    return { kind: 'dicomdir', path: found.path, bytes: found.bytes, problems: [] };
  if (sniffed.kind === 'dicom') return { kind: 'dicom', ...found };
  return { kind: 'other', reason: sniffed.reason, ...found };
}
