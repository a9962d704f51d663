import { TransferReport } from '../../archive/index.ts';
import { type Clock, IsocenterError } from '../../base/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import type { Caller, ResultFor, TransferItem } from '../../contract/index.ts';
import { tags } from '../../dicom/index.ts';
import { beginRuns } from './begin-runs.ts';
import { type Match, type MatchParts, matchStudy } from './match-study.ts';
import type { Rule } from './rule.ts';
import { REPLAY, runsOf } from './rule-run.ts';
import { RuleSet } from './rule-set.ts';

export interface ReplayParts extends MatchParts {
  readonly engine: Catalog['engine'];
  readonly clock: Clock;
}

export interface ReplayOptions {
  /** ISO 8601; what was done before is done again. */
  readonly doneSince?: string | undefined;
  readonly signal: AbortSignal;
}

const allStudies = { level: 'study', keys: [], attributes: [tags.StudyInstanceUID] } as const;
const MOST_COUNTED = 10_000_000;

/**
 * Asks a rule about every study that its owner sees. What it has worked on already, with the same contents and as it is
 * now, is left out: doing it twice is doing it once. What was done before `doneSince` counts for nothing: the world that it
 * was done for may be another, and called again with the same time it goes on. Throws `cancelled`, `rule/not-asked`.
 */
export async function* replayRule(
  { archive, extensions, engine, clock }: ReplayParts,
  rule: Rule,
  caller: Caller,
  { doneSince, signal }: ReplayOptions,
): AsyncGenerator<TransferItem, ResultFor<'ruleReplay'>, void> {
  const { actor, scope } = caller;
  const report = new TransferReport(clock);
  const set = new RuleSet([rule]);
  // As runs are dated, with milliseconds: they are compared as text.
  const since = doneSince === undefined ? undefined : new Date(doneSince).toISOString();
  const total = await archive.countFound(actor, scope, allStudies, MOST_COUNTED);
  const counts = { studies: 0, begun: 0, doneBefore: 0 };
  for await (const page of archive.find(actor, scope, allStudies).pages) {
    for (const row of page) {
      if (signal.aborted) throw new IsocenterError('cancelled');
      const study = String(row[0]);
      counts.studies++;
      report.count(0);
      const [match] = await matchStudy({ archive, extensions }, caller, set, study);
      if (match?.problem) throw match.problem;
      if (match) {
        const left = await withoutDone(engine, match, since);
        const occasion = since === undefined ? REPLAY : `${REPLAY} ${since}`;
        const { count } = left ? await beginRuns({ engine, clock }, [left], occasion) : { count: 0 };
        counts[count > 0 ? 'begun' : 'doneBefore']++;
      }
      yield* report.progressIfDue({ total });
    }
  }
  return counts;
}

/** What is left to do. Images that came one by one are told one by one. */
async function withoutDone(engine: Catalog['engine'], match: Match, since = ''): Promise<Match | undefined> {
  const { rule, subject, content } = match;
  const runs = await engine.read(() => runsOf(rule.name, rule.digest, subject.studyInstanceUid));
  const counted = runs.filter(
    ({ state, createdAt, endedAt }) => state !== 'cancelled' && (endedAt === null || createdAt >= since),
  );
  if (counted.some((run) => run.content === content)) return undefined;
  if (rule.when !== 'instance received') return match;
  const done = new Set(counted.flatMap((run) => run.subject.seriesInstanceUids));
  const seriesInstanceUids = subject.seriesInstanceUids.filter((series) => !done.has(series));
  if (seriesInstanceUids.length === 0) return undefined;
  return { ...match, subject: { ...subject, seriesInstanceUids } };
}
