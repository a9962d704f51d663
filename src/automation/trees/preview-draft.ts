import type { Archive } from '../../archive/index.ts';
import { automationFile, type Caller, type RequestFor, type ResultFor } from '../../contract/index.ts';
import { problemsOfIssue } from '../file/read-plan.ts';
import type { PlacedProblem } from '../problem.ts';
import { previewTree } from './preview-tree.ts';
import { compileTree, type Tree } from './tree.ts';

export interface DraftParts {
  readonly archive: Archive;
  readonly targetFolders: readonly string[];
  /** What the owner of a tree may take away, now. */
  readonly ownerOf: (tree: Tree) => Promise<Caller>;
}

/** Names that a tree would give, before it is one; all that is wrong with it is in the answer. */
export async function previewDraft(
  { archive, targetFolders, ownerOf }: DraftParts,
  { tree, tables, limit }: RequestFor<'treePreview'>,
): Promise<ResultFor<'treePreview'>> {
  const found: PlacedProblem[] = [];
  const compiled = compileDraft({ trees: { preview: tree }, tables }, targetFolders, found);
  const problems = found.map(({ place, message }) => `${String(place.at(-1) ?? '')}: ${message}`);
  if (!compiled || problems.length > 0) return { problems, files: [], looked: 0 };
  return { problems, ...(await previewTree(archive, compiled, await ownerOf(compiled), limit)) };
}

function compileDraft(
  file: unknown,
  targetFolders: readonly string[],
  found: PlacedProblem[],
): Tree | undefined {
  const { success, data, error } = automationFile.safeParse(file);
  if (!success) {
    found.push(...error.issues.flatMap(problemsOfIssue));
    return undefined;
  }
  const tell = (problem: PlacedProblem): void => void found.push(problem);
  return compileTree('preview', data.trees.preview!, { targetFolders, tables: data.tables, tell });
}
