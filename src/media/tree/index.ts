export type { FileTree, TreeEntry } from './file-tree.ts';
export { ImageTree } from './image-tree.ts';
export { reasonOf } from './reason-of.ts';
export { SystemTree } from './system-tree.ts';
