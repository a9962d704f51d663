import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '../disks/index.ts';
import type { EmscriptenFs, FsNode } from './dcm2niix-module.ts';

/** Numbers of WASI. */
const errno = { EINVAL: 28, EIO: 29, ENOENT: 44, ENOSPC: 51, EPERM: 63, EROFS: 69 } as const;
const codes: Readonly<Record<string, number>> = { ...errno, EDQUOT: errno.ENOSPC, EACCES: errno.EPERM };

const FOLDER_MODE = 0o40755;
const FILE_MODE = 0o100644;

interface Stream {
  readonly node: FsNode;
  readonly flags: number;
  readonly position: number;
  descriptor?: number;
}

/**
 * A folder of the machine, and no other, inside of an Emscripten program: its files are read and written where they lie,
 * without a copy in memory. Folders inside of it are not seen. Emscripten calls `mount` and what the nodes carry.
 */
export class HostFolder {
  readonly #fs: EmscriptenFs;
  readonly #folder: string;
  readonly #canWrite: boolean;

  constructor(fs: EmscriptenFs, folder: string, access: 'read' | 'write') {
    this.#fs = fs;
    this.#folder = folder;
    this.#canWrite = access === 'write';
  }

  mount(): FsNode {
    return this.#node(null, '/', FOLDER_MODE);
  }

  #node(parent: FsNode | null, name: string, mode: number): FsNode {
    const node = this.#fs.createNode(parent, name, mode, 0);
    node.node_ops = mode === FOLDER_MODE ? this.#folderOperations : this.#fileOperations;
    node.stream_ops = mode === FOLDER_MODE ? this.#folderStreamOperations : this.#streamOperations;
    return node;
  }

  /** What the system refuses becomes a number that the program knows. */
  #host<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw new this.#fs.ErrnoError(codes[errnoOf(error)] ?? errno.EIO);
    }
  }

  #path({ name }: Pick<FsNode, 'name'>): string {
    return name === '/' ? this.#folder : join(this.#folder, name);
  }

  #requireWriting(): void {
    if (!this.#canWrite) throw new this.#fs.ErrnoError(errno.EROFS);
  }

  readonly #getattr = (node: FsNode): object => {
    const { size, mtime, atime, ctime } = this.#host(() => statSync(this.#path(node)));
    return {
      ...{ dev: 1, ino: node.id, mode: node.mode, nlink: 1, uid: 0, gid: 0, rdev: 0 },
      ...{ size, atime, mtime, ctime, blksize: 4096, blocks: Math.ceil(size / 4096) },
    };
  };

  readonly #setattr = (node: FsNode, { size }: { readonly size?: number }): void => {
    this.#requireWriting();
    if (size !== undefined) this.#host(() => truncateSync(this.#path(node), size));
  };

  readonly #folderOperations = {
    getattr: this.#getattr,
    setattr: this.#setattr,
    lookup: (parent: FsNode, name: string): FsNode => {
      const isFile = this.#host(() => statSync(join(this.#folder, name)).isFile());
      if (!isFile) throw new this.#fs.ErrnoError(errno.ENOENT);
      return this.#node(parent, name, FILE_MODE);
    },
    readdir: (): string[] => ['.', '..', ...this.#host(() => readdirSync(this.#folder))],
    mknod: (parent: FsNode, name: string): FsNode => {
      this.#requireWriting();
      this.#host(() => closeSync(openSync(join(this.#folder, name), 'wx')));
      return this.#node(parent, name, FILE_MODE);
    },
    unlink: (_parent: FsNode, name: string): void => {
      this.#requireWriting();
      this.#host(() => unlinkSync(join(this.#folder, name)));
    },
  };

  readonly #fileOperations = { getattr: this.#getattr, setattr: this.#setattr };

  /** Folders are sought in, too: their position is how much of the listing was read. */
  readonly #seek = ({ descriptor, position }: Stream, offset: number, whence: number): number => {
    const end = () => (descriptor === undefined ? 0 : this.#host(() => fstatSync(descriptor).size));
    const place = offset + (whence === 0 ? 0 : whence === 1 ? position : end());
    if (place < 0) throw new this.#fs.ErrnoError(errno.EINVAL);
    return place;
  };

  readonly #folderStreamOperations = { llseek: this.#seek };

  readonly #streamOperations = {
    open: (stream: Stream): void => {
      const isWritten = (stream.flags & (constants.O_WRONLY | constants.O_RDWR)) !== 0;
      if (isWritten) this.#requireWriting();
      stream.descriptor = this.#host(() => openSync(this.#path(stream.node), isWritten ? 'r+' : 'r'));
    },
    close: ({ descriptor }: Stream): void => {
      if (descriptor !== undefined) this.#host(() => closeSync(descriptor));
    },
    read: ({ descriptor }: Stream, heap: Int8Array, offset: number, length: number, position: number) =>
      this.#host(() => readSync(descriptor!, heap, offset, length, position)),
    write: ({ descriptor }: Stream, heap: Int8Array, offset: number, length: number, position: number) =>
      this.#host(() => writeSync(descriptor!, heap, offset, length, position)),
    llseek: this.#seek,
  };
}
