import { statement, type Work } from '../../catalog/index.ts';

/** How far a tree is: the table `tree_state`. */
export interface TreeState {
  /** What stands in the folder that was filled; see tree-folder.ts. */
  readonly folderMark: string;
  /** Events up to this one are in it. */
  readonly cursor: number;
  /** Of the definition by which all of it was made; another one means that it has to be looked at as a whole. */
  readonly definition: string;
}

export function* readTreeState(tree: string): Work<TreeState | undefined> {
  const [row] = yield* statement('SELECT folder_mark, cursor, definition FROM tree_state WHERE tree = ?', [
    tree,
  ]);
  if (row === undefined) return undefined;
  const { folder_mark, cursor, definition } = row as {
    folder_mark: string;
    cursor: number | string;
    definition: string;
  };
  return { folderMark: folder_mark, cursor: Number(cursor), definition: definition };
}

export function* writeTreeState(tree: string, { folderMark, cursor, definition }: TreeState): Work<void> {
  yield* statement('DELETE FROM tree_state WHERE tree = ?', [tree]);
  yield* statement('INSERT INTO tree_state (tree, folder_mark, cursor, definition) VALUES (?, ?, ?, ?)', [
    ...[tree, folderMark, cursor, definition],
  ]);
}

export function* forgetTreeState(tree: string): Work<void> {
  yield* statement('DELETE FROM tree_state WHERE tree = ?', [tree]);
}
