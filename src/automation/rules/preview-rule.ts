import type { Clock } from '../../base/index.ts';
import type { Caller, RulePreview } from '../../contract/index.ts';
import { tags } from '../../dicom/index.ts';
import { toldAction } from '../actions/action.ts';
import { type MatchParts, matchStudy } from './match-study.ts';
import type { Rule } from './rule.ts';
import { RuleSet } from './rule-set.ts';

/** More studies are not looked at, however few of them fit. */
const MAXIMUM_LOOKED = 1_000;

/** When a rule looks by schedule next; null for one that looks at what happens. */
export const nextTime = ({ times }: Rule, clock: Clock): string | null =>
  times?.recurrence.after(clock.now())?.toISOString() ?? null;

/** What a rule would work on: the newest studies, as many as fit. Throws `rule/not-asked`. */
export async function previewRule(
  parts: MatchParts & { readonly clock: Clock },
  rule: Rule,
  caller: Caller,
  limit: number,
): Promise<RulePreview> {
  const studies: RulePreview['studies'][number][] = [];
  const set = new RuleSet([rule]);
  let looked = 0;
  const told = { actions: rule.actions.map(toldAction), nextAt: nextTime(rule, parts.clock) };
  const newest = {
    level: 'study',
    keys: [],
    attributes: [tags.StudyInstanceUID],
    order: { tags: [tags.StudyDate, tags.StudyTime], descending: true },
    limit: MAXIMUM_LOOKED,
  } as const;
  for await (const page of parts.archive.find(caller.actor, caller.scope, newest).pages) {
    for (const row of page) {
      if (studies.length >= limit) return { studies, looked, ...told };
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
  return { studies, looked, ...told };
}
