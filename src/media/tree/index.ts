export type { FileTree, TreeEntry } from './file-tree.ts';
export { ImageTree } from './image-tree.ts';
export { SystemTree } from './system-tree.ts';
export { unreadable } from './unreadable.ts';
