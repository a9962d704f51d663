import type { Archive } from '../../archive/index.ts';
import { automationFile, type Caller, type RequestFor, type ResultFor } from '../../contract/index.ts';
import { problemsOfIssue } from '../file/read-plan.ts';
import type { PlacedProblem } from '../problem.ts';
import { previewRule } from './preview-rule.ts';
import { compileRule, type Rule } from './rule.ts';

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
  const found: PlacedProblem[] = [];
  const compiled = compileDraft({ rules: { preview: rule }, tables }, targetFolders, found);
  // Behind "rules > preview".
  const problems = found.map(({ place, message }) => `${place.slice(2).map(String).join(' > ')}: ${message}`);
  if (!compiled || problems.length > 0) return { problems, studies: [], looked: 0, actions: [] };
  return { problems, ...(await previewRule(archive, compiled, await ownerOf(compiled), limit)) };
}

function compileDraft(
  file: unknown,
  targetFolders: readonly string[],
  found: PlacedProblem[],
): Rule | undefined {
  const { success, data, error } = automationFile.safeParse(file);
  if (!success) {
    found.push(...error.issues.flatMap(problemsOfIssue));
    return undefined;
  }
  const tell = (problem: PlacedProblem): void => void found.push(problem);
  return compileRule('preview', data.rules.preview!, { targetFolders, tables: data.tables, tell });
}
