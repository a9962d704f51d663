/**
 * A file system that remembers what would survive a power cut. What a program wrote is pending until it is synced:
 * - fsync or fdatasync of a file makes its data and size durable, and the name it was created under (with those of
 *   the directories above), as ext4, XFS and btrfs do; names it got later by link or rename stay pending.
 * - fsync of a directory makes its entries durable. A rename is one change: both of its names or none.
 */
export const SECTOR = 512;

/**
 * What a cut leaves of pending changes:
 * `dropped` none; `torn` a beginning, the last write cut within; `reordered` any subset of names, writes and sectors;
 * `kept` all.
 */
export type CutMode = 'dropped' | 'torn' | 'reordered' | 'kept';

type DataChange = { readonly at: number } & (
  | { readonly kind: 'write'; readonly position: number; readonly data: Uint8Array }
  | { readonly kind: 'resize'; readonly size: number }
);

export interface FileNode {
  readonly kind: 'file';
  readonly base: Uint8Array;
  readonly changes: DataChange[];
  /** Changes up to this time are durable. */
  synced: number;
  readonly creation: NameChange | undefined;
}

export interface DirectoryNode {
  readonly kind: 'directory';
  readonly base: Map<string, DiskNode>;
  /** As running programs see it. */
  readonly entries: Map<string, DiskNode>;
  readonly creation: NameChange | undefined;
}

export type DiskNode = FileNode | DirectoryNode;

interface NameEdit {
  readonly directory: DirectoryNode;
  readonly name: string;
  readonly node: DiskNode | undefined;
}

interface NameChange {
  readonly at: number;
  edits: readonly NameEdit[];
  durable: boolean;
}

/** What is on the disk after the cut. */
export interface DiskImage {
  entriesOf(directory: DirectoryNode): ReadonlyMap<string, DiskNode>;
  contentOf(file: FileNode): Uint8Array;
}

export class DiskModel {
  readonly root: DirectoryNode = {
    kind: 'directory',
    base: new Map(),
    entries: new Map(),
    creation: undefined,
  };
  readonly #nameChanges: NameChange[] = [];
  #time = 0;

  /** To be kept when a sync begins: it covers what happened until then. */
  get time(): number {
    return this.#time;
  }

  /** Puts a durable entry in place, before anything else happens. */
  seed(directory: DirectoryNode, name: string, content: Uint8Array | undefined): DiskNode {
    const node = content ? newFile(content, undefined) : newDirectory(undefined);
    directory.base.set(name, node);
    directory.entries.set(name, node);
    return node;
  }

  create(directory: DirectoryNode, name: string, kind: DiskNode['kind']): DiskNode {
    const change: NameChange = { at: ++this.#time, edits: [], durable: false };
    const node = kind === 'file' ? newFile(new Uint8Array(), change) : newDirectory(change);
    this.#apply(change, [{ directory, name, node }]);
    return node;
  }

  link(directory: DirectoryNode, name: string, node: DiskNode): void {
    this.#change([{ directory, name, node }]);
  }

  unlink(directory: DirectoryNode, name: string): void {
    this.#change([{ directory, name, node: undefined }]);
  }

  rename(from: DirectoryNode, name: string, to: DirectoryNode, newName: string): void {
    const node = from.entries.get(name);
    if (from === to && name === newName) return;
    this.#change([
      { directory: from, name, node: undefined },
      { directory: to, name: newName, node },
    ]);
  }

  write(file: FileNode, position: number, data: Uint8Array): void {
    file.changes.push({ at: ++this.#time, kind: 'write', position, data });
  }

  resize(file: FileNode, size: number): void {
    file.changes.push({ at: ++this.#time, kind: 'resize', size });
  }

  sync(node: DiskNode, until: number): void {
    if (node.kind === 'file') {
      node.synced = Math.max(node.synced, until);
      makeCreationDurable(node);
      return;
    }
    for (const change of this.#nameChanges) {
      if (change.at <= until && change.edits.some(({ directory }) => directory === node))
        change.durable = true;
    }
  }

  sizeOf(file: FileNode): number {
    return file.changes.reduce(sizeAfter, file.base.length);
  }

  /** The file as running programs see it. */
  contentOf(file: FileNode): Uint8Array {
    return applyChanges(file.base, file.changes);
  }

  cut(mode: CutMode, random: () => number): DiskImage {
    const durable = (change: NameChange) => change.durable;
    const survivors = surviving(this.#nameChanges, durable, mode, random);
    const edits = new Map<DirectoryNode, NameEdit[]>();
    for (const edit of survivors.flatMap((change) => change.edits)) {
      edits.set(edit.directory, [...(edits.get(edit.directory) ?? []), edit]);
    }
    return {
      entriesOf: (directory) => applyEdits(directory.base, edits.get(directory) ?? []),
      contentOf: (file) => contentAfterCut(file, mode, random),
    };
  }

  #change(edits: readonly NameEdit[]): void {
    this.#apply({ at: ++this.#time, edits: [], durable: false }, edits);
  }

  #apply(change: NameChange, edits: readonly NameEdit[]): void {
    change.edits = edits;
    this.#nameChanges.push(change);
    for (const { directory, name, node } of edits) setEntry(directory.entries, name, node);
  }
}

function newFile(base: Uint8Array, creation: NameChange | undefined): FileNode {
  return { kind: 'file', base, changes: [], synced: 0, creation };
}

function newDirectory(creation: NameChange | undefined): DirectoryNode {
  return { kind: 'directory', base: new Map(), entries: new Map(), creation };
}

function setEntry(entries: Map<string, DiskNode>, name: string, node: DiskNode | undefined): void {
  if (node) entries.set(name, node);
  else entries.delete(name);
}

function applyEdits(base: ReadonlyMap<string, DiskNode>, edits: readonly NameEdit[]): Map<string, DiskNode> {
  const entries = new Map(base);
  for (const { name, node } of edits) setEntry(entries, name, node);
  return entries;
}

function makeCreationDurable(node: DiskNode): void {
  if (!node.creation) return;
  node.creation.durable = true;
  for (const { directory } of node.creation.edits) makeCreationDurable(directory);
}

/** The durable changes and, as the mode says, some of the others; in their order. */
function surviving<Change>(
  changes: readonly Change[],
  isDurable: (change: Change) => boolean,
  mode: CutMode,
  random: () => number,
): Change[] {
  const pending = changes.filter((change) => !isDurable(change));
  const kept = new Set(choose(pending, mode, random));
  return changes.filter((change) => isDurable(change) || kept.has(change));
}

function choose<Change>(pending: readonly Change[], mode: CutMode, random: () => number): readonly Change[] {
  if (mode === 'dropped') return [];
  if (mode === 'kept') return pending;
  if (mode === 'torn') return pending.slice(0, Math.floor(random() * (pending.length + 1)));
  return pending.filter(() => random() < 0.5);
}

function contentAfterCut(file: FileNode, mode: CutMode, random: () => number): Uint8Array {
  const isDurable = (change: DataChange) => change.at <= file.synced;
  const survivors = surviving(file.changes, isDurable, mode, random);
  const pieces = survivors.flatMap((change, index) => {
    if (isDurable(change) || change.kind === 'resize' || mode === 'kept') return [change];
    if (mode === 'torn') return index === survivors.length - 1 ? tear(change, random) : [change];
    return sectorsOf(change).filter(() => random() < 0.8);
  });
  return applyChanges(file.base, pieces);
}

type Write = Extract<DataChange, { kind: 'write' }>;

/** The beginning of a write, up to a border between sectors or to all of it. */
function tear(write: Write, random: () => number): DataChange[] {
  const sectors = sectorsOf(write);
  return sectors.slice(0, Math.floor(random() * (sectors.length + 1)));
}

function sectorsOf(write: Write): DataChange[] {
  const sectors: DataChange[] = [];
  for (let start = 0; start < write.data.length; ) {
    const end = Math.min(write.data.length, start + SECTOR - ((write.position + start) % SECTOR));
    sectors.push({ ...write, position: write.position + start, data: write.data.subarray(start, end) });
    start = end;
  }
  return sectors;
}

function sizeAfter(size: number, change: DataChange): number {
  return change.kind === 'resize' ? change.size : Math.max(size, change.position + change.data.length);
}

/** Bytes that nothing wrote are zero. */
function applyChanges(base: Uint8Array, changes: readonly DataChange[]): Uint8Array {
  const reach = changes.map((change) => sizeAfter(0, change));
  const content = new Uint8Array(reach.reduce((most, end) => Math.max(most, end), base.length));
  content.set(base);
  let size = base.length;
  for (const change of changes) {
    if (change.kind === 'write') content.set(change.data, change.position);
    else content.fill(0, change.size);
    size = sizeAfter(size, change);
  }
  return content.subarray(0, size);
}
