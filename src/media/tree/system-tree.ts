import type { Dirent } from 'node:fs';
import { open, readdir, readFile, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import type { FileTree, TreeEntry } from './file-tree.ts';

/** A folder of the system, or one file. Symbolic links are told and not followed. */
export class SystemTree implements FileTree {
  readonly root: string;

  /** @param root without symbolic links. */
  constructor(root: string) {
    this.root = root;
  }

  async list(folder: string): Promise<TreeEntry[]> {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.flatMap((entry) => {
      const kind = kindOf(entry);
      return kind ? [{ name: entry.name, kind }] : [];
    });
  }

  async head(path: string, length: number): Promise<{ head: Uint8Array; bytes: number }> {
    await using handle = await open(path, 'r');
    const { size } = await handle.stat();
    const buffer = new Uint8Array(Math.min(length, size));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return { head: buffer.subarray(0, bytesRead), bytes: size };
  }

  whole(path: string): Promise<Uint8Array> {
    return readFile(path);
  }

  async leadsInto(folder: string, path: string): Promise<boolean> {
    const [real, realFolder] = await Promise.all([realpath(path), realpath(folder)]).catch(() => []);
    if (real === undefined || realFolder === undefined) return false;
    return real === realFolder || real.startsWith(realFolder.endsWith(sep) ? realFolder : realFolder + sep);
  }

  content(): undefined {
    return undefined;
  }
}

/** Undefined for devices, pipes and the like. */
function kindOf(entry: Dirent): TreeEntry['kind'] | undefined {
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  return entry.isSymbolicLink() ? 'link' : undefined;
}
