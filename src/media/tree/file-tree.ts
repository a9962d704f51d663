import type { DiscFile } from '../image/index.ts';

export interface TreeEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
}

/** Files that are searched: those of a folder of the system, or of a disc image. Errors are told by `unreadable`. */
export interface FileTree {
  /** Where it begins; the paths of all that is in it begin with it. */
  readonly root: string;
  list(folder: string): Promise<readonly TreeEntry[]>;
  /** So many bytes of the beginning of a file, or fewer, and how many there are. */
  head(path: string, length: number): Promise<{ readonly head: Uint8Array; readonly bytes: number }>;
  whole(path: string): Promise<Uint8Array>;
  /** Whether this leads to something in that folder, also through links. */
  leadsInto(folder: string, path: string): Promise<boolean>;
  /** How a file is read that has no path of the system. */
  content(path: string): DiscFile | undefined;
}
