import path from 'node:path';
import type { DirectoryNode, DiskModel, DiskNode, FileNode } from './disk-model.ts';
import { dataOf, pathOf, type SystemCall } from './system-calls.ts';

/** What one kind of call does: which files it names, and how it changes the model. */
interface CallKind {
  readonly paths: (call: SystemCall) => string[];
  /** `since`: the model's time when the call began. */
  readonly replay: (replayer: Replayer, call: SystemCall, paths: readonly string[], since: number) => void;
}

const byName = (index: number) => (call: SystemCall) => absolute(pathOf(call.args[index]!));
const byDescriptor = (index: number) => (call: SystemCall) => pathOf(call.args[index]!);
const at = (index: number) => (call: SystemCall) =>
  path.resolve(pathOf(call.args[index]!), pathOf(call.args[index + 1]!));
const paths =
  (...of: ((call: SystemCall) => string)[]) =>
  (call: SystemCall) =>
    of.map((pathIn) => pathIn(call));

const onDescriptor = (replay: CallKind['replay']): CallKind => ({ paths: paths(byDescriptor(0)), replay });
const write = onDescriptor((replayer, call) => replayer.write(call));
const writeAt = onDescriptor((replayer, call) => replayer.write(call, Number(call.args[3])));
const sync = onDescriptor((replayer, _call, [name], since) => replayer.sync(name!, since));
const rename: CallKind['replay'] = (replayer, _call, [from, to]) => replayer.rename(from!, to!);
const link: CallKind['replay'] = (replayer, _call, [from, to]) => replayer.link(from!, to!);
const unlink: CallKind['replay'] = (replayer, _call, [name]) => replayer.unlink(name!);
const mkdir: CallKind['replay'] = (replayer, _call, [name]) => replayer.create(name!, 'directory');
const resize: CallKind['replay'] = (replayer, call, [name]) => replayer.resize(name!, Number(call.args[1]));
const open =
  (flags: number): CallKind['replay'] =>
  (replayer, call, [name]) =>
    replayer.open(name!, call.args[flags]!, call.result);
const refuse =
  (why: string): CallKind['replay'] =>
  (_replayer, call, [name]) => {
    throw new Error(`${call.name} of ${name}: ${why}`);
  };

const KINDS: Readonly<Record<string, CallKind>> = {
  open: { paths: paths(byName(0)), replay: open(1) },
  openat: { paths: paths(at(0)), replay: open(2) },
  write,
  writev: write,
  pwrite64: writeAt,
  pwritev: writeAt,
  pwritev2: writeAt,
  lseek: onDescriptor((replayer, call) => replayer.seek(call)),
  truncate: { paths: paths(byName(0)), replay: resize },
  ftruncate: onDescriptor(resize),
  fallocate: onDescriptor((replayer, call, [name]) => replayer.allocate(name!, call)),
  copy_file_range: {
    paths: paths(byDescriptor(2), byDescriptor(0)),
    replay: (replayer, call, [to, from]) => replayer.copyRange(from!, to!, call),
  },
  fsync: sync,
  fdatasync: sync,
  rename: { paths: paths(byName(0), byName(1)), replay: rename },
  renameat: { paths: paths(at(0), at(2)), replay: rename },
  renameat2: { paths: paths(at(0), at(2)), replay: rename },
  link: { paths: paths(byName(0), byName(1)), replay: link },
  linkat: { paths: paths(at(0), at(2)), replay: link },
  unlink: { paths: paths(byName(0)), replay: unlink },
  unlinkat: { paths: paths(at(0)), replay: unlink },
  rmdir: { paths: paths(byName(0)), replay: unlink },
  mkdir: { paths: paths(byName(0)), replay: mkdir },
  mkdirat: { paths: paths(at(0)), replay: mkdir },
  mmap: { paths: paths(byDescriptor(4)), replay: (_replayer, call, [name]) => checkMap(call, name!) },
  // Not modelled: better a loud end than a wrong answer.
  sendfile: onDescriptor(refuse('not modelled')),
  symlink: { paths: paths(byName(1)), replay: refuse('not modelled') },
  symlinkat: { paths: paths(at(1)), replay: refuse('not modelled') },
  creat: { paths: paths(byName(0)), replay: refuse('not modelled') },
};

export const TRACED_CALLS: readonly string[] = Object.keys(KINDS);

export const isSync = (call: SystemCall): boolean => KINDS[call.name]?.replay === sync.replay;

/** The files a call is about, as absolute paths. */
export function pathsOf(call: SystemCall): string[] {
  return KINDS[call.name]?.paths(call) ?? [];
}

interface Descriptor {
  readonly node: FileNode;
  readonly append: boolean;
  offset: number;
}

/** Plays recorded calls to a model whose root stood at `root` on the recorded machine. */
export class Replayer {
  readonly #disk: DiskModel;
  readonly #root: string;
  readonly #descriptors = new Map<number, Descriptor>();

  constructor(disk: DiskModel, root: string) {
    this.#disk = disk;
    this.#root = root;
  }

  replay(call: SystemCall, since: number): void {
    const names = pathsOf(call);
    KINDS[call.name]!.replay(this, call, names, since);
  }

  open(name: string, flags: string, descriptor: number): void {
    const node = this.#find(name) ?? (flags.includes('O_CREAT') ? this.create(name, 'file') : undefined);
    if (node?.kind !== 'file') return;
    if (flags.includes('O_TRUNC') && this.#disk.sizeOf(node) > 0) this.#disk.resize(node, 0);
    this.#descriptors.set(descriptor, { node, append: flags.includes('O_APPEND'), offset: 0 });
  }

  create(name: string, kind: DiskNode['kind']): DiskNode {
    return this.#disk.create(this.#parent(name), path.basename(name), kind);
  }

  write(call: SystemCall, position?: number): void {
    const descriptor = this.#descriptor(call);
    const start = position ?? (descriptor.append ? this.#disk.sizeOf(descriptor.node) : descriptor.offset);
    const data = dataOf(call.args[1]!).subarray(0, call.result);
    if (data.length !== call.result) throw new Error(`${call.name}: ${data.length} of ${call.result} bytes`);
    this.#disk.write(descriptor.node, start, data);
    if (position === undefined) descriptor.offset = start + data.length;
  }

  seek(call: SystemCall): void {
    const descriptor = this.#descriptors.get(Number.parseInt(call.args[0]!, 10));
    if (descriptor) descriptor.offset = call.result;
  }

  resize(name: string, size: number): void {
    this.#disk.resize(this.#file(name), size);
  }

  allocate(name: string, call: SystemCall): void {
    const file = this.#file(name);
    const end = Number(call.args[2]) + Number(call.args[3]);
    if (call.args[1] === '0' && end > this.#disk.sizeOf(file)) this.#disk.resize(file, end);
  }

  copyRange(from: string, to: string, call: SystemCall): void {
    const start = offsetIn(call.args[1]!);
    const data = this.#disk.contentOf(this.#file(from)).slice(start, start + call.result);
    const target = this.#descriptors.get(Number.parseInt(call.args[2]!, 10));
    const position = call.args[3] === 'NULL' ? (target?.offset ?? 0) : offsetIn(call.args[3]!);
    this.#disk.write(this.#file(to), position, data);
    if (target && call.args[3] === 'NULL') target.offset += data.length;
  }

  sync(name: string, since: number): void {
    this.#disk.sync(this.#node(name), since);
  }

  rename(from: string, to: string): void {
    this.#disk.rename(this.#parent(from), path.basename(from), this.#parent(to), path.basename(to));
  }

  link(from: string, to: string): void {
    this.#disk.link(this.#parent(to), path.basename(to), this.#node(from));
  }

  unlink(name: string): void {
    this.#disk.unlink(this.#parent(name), path.basename(name));
  }

  #descriptor(call: SystemCall): Descriptor {
    const node = this.#file(pathOf(call.args[0]!));
    const open = this.#descriptors.get(Number.parseInt(call.args[0]!, 10));
    return open?.node === node ? open : { node, append: false, offset: 0 };
  }

  #find(name: string): DiskNode | undefined {
    const parts = path
      .relative(this.#root, name)
      .split('/')
      .filter((part) => part !== '');
    let node: DiskNode | undefined = this.#disk.root;
    for (const part of parts) node = node?.kind === 'directory' ? node.entries.get(part) : undefined;
    return node;
  }

  #node(name: string): DiskNode {
    const node = this.#find(name);
    if (!node) throw new Error(`${name} is used before it was made`);
    return node;
  }

  #file(name: string): FileNode {
    const node = this.#node(name);
    if (node.kind !== 'file') throw new Error(`${name} is no file`);
    return node;
  }

  #parent(name: string): DirectoryNode {
    const node = this.#node(path.dirname(name));
    if (node.kind !== 'directory') throw new Error(`${path.dirname(name)} is no directory`);
    return node;
  }
}

function absolute(name: string): string {
  if (!path.isAbsolute(name)) throw new Error(`relative path ${name}: record with absolute ones`);
  return name;
}

/** `[123]`, or with the change: `[123 => 456]`. */
function offsetIn(arg: string): number {
  return arg === 'NULL' ? 0 : Number.parseInt(arg.slice(1), 10);
}

/** SQLite's -shm is made anew after a crash; nothing else may be written through memory. */
function checkMap(call: SystemCall, name: string): void {
  const writes = call.args[2]!.includes('PROT_WRITE') && call.args[3]!.includes('MAP_SHARED');
  if (writes && !name.endsWith('-shm')) throw new Error(`${name} is written through a shared map`);
}
