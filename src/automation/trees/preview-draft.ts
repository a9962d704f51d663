import type { Archive } from '../../archive/index.ts';
import type { Caller, RequestFor, ResultFor } from '../../contract/index.ts';
import { readDraft } from '../file/read-draft.ts';
import type { PlanParts } from '../file/read-plan.ts';
import type { NameExtensions } from './ask-names.ts';
import { previewTree } from './preview-tree.ts';
import type { Tree } from './tree.ts';

export interface DraftParts extends PlanParts {
  readonly archive: Archive;
  readonly extensions: PlanParts['extensions'] & NameExtensions;
  /** What the owner of a tree may take away, now. */
  readonly ownerOf: (tree: Tree) => Promise<Caller>;
}

/** Names that a tree would give, before it is one; all that is wrong with it is in the answer. */
export async function previewDraft(
  { archive, targetFolders, extensions, ownerOf }: DraftParts,
  { tree, tables, limit }: RequestFor<'treePreview'>,
): Promise<ResultFor<'treePreview'>> {
  const { entry, problems } = readDraft('trees', tree, { targetFolders, extensions, tables });
  if (!entry) return { problems, files: [], looked: 0 };
  return await previewTree({ archive, extensions }, entry, await ownerOf(entry), limit);
}
