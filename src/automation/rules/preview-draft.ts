import type { Archive } from '../../archive/index.ts';
import type { Caller, RequestFor, ResultFor } from '../../contract/index.ts';
import { readDraft } from '../file/read-draft.ts';
import { previewRule } from './preview-rule.ts';
import type { Rule } from './rule.ts';

export interface DraftParts {
  readonly archive: Archive;
  readonly targetFolders: readonly string[];
  /** What the owner of a rule sees, now. */
  readonly ownerOf: (rule: Rule) => Promise<Caller>;
}

/** What a rule would work on, before it is one; all that is wrong with it is in the answer. */
export async function previewDraft(
  { archive, targetFolders, ownerOf }: DraftParts,
  { rule, tables, limit }: RequestFor<'rulePreview'>,
): Promise<ResultFor<'rulePreview'>> {
  const { entry, problems } = readDraft('rules', rule, { targetFolders, tables });
  if (!entry) return { problems, studies: [], looked: 0, actions: [] };
  return { problems, ...(await previewRule(archive, entry, await ownerOf(entry), limit)) };
}
