import type { Caller, RulePreview } from '../../contract/index.ts';
import { tags } from '../../dicom/index.ts';
import { toldAction } from '../actions/action.ts';
import { type MatchParts, matchStudy } from './match-study.ts';
import type { Rule } from './rule.ts';
import { RuleSet } from './rule-set.ts';

/** More studies are not looked at, however few of them fit. */
const MAXIMUM_LOOKED = 1_000;

/** What a rule would work on: the newest studies, as many as fit. Throws `rule/not-asked`. */
export async function previewRule(
  parts: MatchParts,
  rule: Rule,
  caller: Caller,
  limit: number,
): Promise<RulePreview> {
  const studies: RulePreview['studies'][number][] = [];
  const set = new RuleSet([rule]);
  let looked = 0;
  const newest = {
    level: 'study',
    keys: [],
    attributes: [tags.StudyInstanceUID],
    order: { tags: [tags.StudyDate, tags.StudyTime], descending: true },
    limit: MAXIMUM_LOOKED,
  } as const;
  for await (const page of parts.archive.find(caller.actor, caller.scope, newest).pages) {
    for (const row of page) {
      if (studies.length >= limit) return { studies, looked, actions: rule.actions.map(toldAction) };
      looked++;
      const [match] = await matchStudy(parts, caller, set, String(row[0]));
      if (!match) continue;
      if (match.problem) throw match.problem;
      const { subject, matched } = match;
      const { studyInstanceUid, seriesInstanceUids } = subject;
      studies.push({
        studyInstanceUid,
        seriesInstanceUids: [...seriesInstanceUids],
        matched: { ...matched },
      });
    }
  }
  return { studies, looked, actions: rule.actions.map(toldAction) };
}
