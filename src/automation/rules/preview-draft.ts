import type { Clock } from '../../base/index.ts';
import type { Caller, RequestFor, ResultFor } from '../../contract/index.ts';
import { readDraft } from '../file/read-draft.ts';
import type { PlanParts } from '../file/read-plan.ts';
import type { MatchParts } from './match-study.ts';
import { previewRule } from './preview-rule.ts';
import type { Rule } from './rule.ts';

export interface DraftParts extends PlanParts {
  readonly clock: Clock;
  readonly archive: MatchParts['archive'];
  readonly extensions: PlanParts['extensions'] & MatchParts['extensions'];
  /** What the owner of a rule sees, now. */
  readonly ownerOf: (rule: Rule) => Promise<Caller>;
}

/** What a rule would work on, before it is one; all that is wrong with it is in the answer. */
export async function previewDraft(
  { archive, clock, targetFolders, extensions, ownerOf }: DraftParts,
  { rule, tables, limit }: RequestFor<'rulePreview'>,
): Promise<ResultFor<'rulePreview'>> {
  const { entry, problems } = readDraft('rules', rule, { targetFolders, extensions, tables });
  if (!entry) return { problems, studies: [], looked: 0, actions: [], nextAt: null };
  const caller = await ownerOf(entry);
  return { problems, ...(await previewRule({ archive, clock, extensions }, entry, caller, limit)) };
}
