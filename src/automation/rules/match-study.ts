import { createHash } from 'node:crypto';
import type { Archive, StoredInstance } from '../../archive/index.ts';
import { asIsocenterError, type ErrorCode, IsocenterError } from '../../base/index.ts';
import type { Caller } from '../../contract/index.ts';
import type { Extensions } from '../../extensions/index.ts';
import type { Subject } from '../actions/index.ts';
import { Asker } from '../conditions/asker.ts';
import { type Facts, imageFacts, type StudyFacts, studyFacts } from '../conditions/facts.ts';
import type { Rule } from './rule.ts';
import type { RuleSet } from './rule-set.ts';

/** Which part of a study is asked about; all of it when nothing is named. */
export interface Part {
  readonly seriesInstanceUids?: ReadonlySet<string>;
  readonly sopInstanceUids?: ReadonlySet<string>;
}

/** What of a study a rule works on. */
export interface Match {
  readonly rule: Rule;
  readonly subject: Subject;
  /** Digest of the contents of the images. */
  readonly content: string;
  readonly matched: Readonly<Record<string, string>>;
  /** An extension could not be asked about it, so nobody knows whether it fits. */
  readonly problem?: IsocenterError | undefined;
}

export interface MatchParts {
  readonly archive: Archive;
  readonly extensions: Pick<Extensions, 'ask' | 'condition'>;
}

/** Longest value that is noted, characters. */
const NOTED_CHARACTERS = 200;

/**
 * Asks rules about a study: about every image that is named one by one, else about the first image of each series. The
 * study is seen as the caller sees it.
 */
export async function matchStudy(
  { archive, extensions }: MatchParts,
  caller: Caller,
  rules: RuleSet,
  studyInstanceUid: string,
  { seriesInstanceUids, sopInstanceUids }: Part = {},
): Promise<Match[]> {
  const { actor, scope } = caller;
  const found = new Map<Rule, Matching>();
  const asker = new Asker(extensions);
  let study: StudyFacts | undefined;
  let series = '';
  let matching: readonly Rule[] = [];
  const selector = {
    studyInstanceUids: [studyInstanceUid],
    ...(seriesInstanceUids && { seriesInstanceUids: [...seriesInstanceUids] }),
    ...(sopInstanceUids && { sopInstanceUids: [...sopInstanceUids] }),
  };
  for await (const page of archive.select(actor, scope, [selector])) {
    for (const instance of page) {
      if (sopInstanceUids !== undefined || instance.seriesInstanceUid !== series) {
        series = instance.seriesInstanceUid;
        study ??= await studyFacts(archive, caller, studyInstanceUid, rules.asks);
        const facts = await factsOf(archive, caller, instance, study);
        matching = facts ? rules.matching(facts) : [];
        for (const rule of matching) if (!found.has(rule)) found.set(rule, new Matching(rule, facts!));
        for (const rule of facts ? rules.asking : []) {
          const fits = await decided(asker, rule, facts!);
          if (fits === false) continue;
          matching = [...matching, rule];
          if (!found.has(rule)) found.set(rule, new Matching(rule, facts!));
          if (fits !== true) found.get(rule)!.problem = fits;
        }
      }
      for (const rule of matching) found.get(rule)!.add(instance);
    }
  }
  return [...found.values()].map((one) => one.end(studyInstanceUid, sopInstanceUids !== undefined));
}

/** undefined for an image whose header cannot be read: no condition is true of it. */
async function factsOf(
  archive: Archive,
  { actor, scope }: Caller,
  instance: StoredInstance,
  study: StudyFacts,
): Promise<Facts | undefined> {
  try {
    const { dataset } = await archive.header(actor, scope, instance);
    return imageFacts(study, dataset);
  } catch {
    // Told where it is damaged: by the verification of the archive, and by every viewer.
    return undefined;
  }
}

/** Whether a rule fits, or why that cannot be said. */
async function decided(
  asker: Asker,
  { name, accepts }: Rule,
  facts: Facts,
): Promise<boolean | IsocenterError> {
  try {
    return await asker.decide(accepts, facts);
  } catch (error) {
    const problem = asIsocenterError(error);
    if (stopped.has(problem.code)) throw problem;
    return new IsocenterError('rule/not-asked', { name, reason: problem.message }, problem);
  }
}

/** The program ends: it is looked at again. */
const stopped: ReadonlySet<ErrorCode> = new Set(['cancelled', 'archive/draining']);

class Matching {
  problem: IsocenterError | undefined;
  readonly #rule: Rule;
  readonly #matched: Readonly<Record<string, string>>;
  readonly #series = new Set<string>();
  readonly #instances: string[] = [];
  readonly #content = createHash('sha256');

  constructor(rule: Rule, facts: Facts) {
    this.#rule = rule;
    this.#matched = Object.fromEntries(
      rule.elements.map((path) => [wordOf(path), facts.values(path).join('\\').slice(0, NOTED_CHARACTERS)]),
    );
  }

  add({ seriesInstanceUid, sopInstanceUid, sha256 }: StoredInstance): void {
    this.#series.add(seriesInstanceUid);
    this.#instances.push(sopInstanceUid);
    this.#content.update(`${sopInstanceUid} ${sha256}\n`);
  }

  end(studyInstanceUid: string, areNamed: boolean): Match {
    const subject = {
      studyInstanceUid,
      seriesInstanceUids: [...this.#series],
      ...(areNamed && { sopInstanceUids: this.#instances }),
    };
    const content = this.#content.digest('hex');
    return { rule: this.#rule, subject, content, matched: this.#matched, problem: this.problem };
  }
}

const wordOf = (path: Rule['elements'][number]): string =>
  path.map((step) => (typeof step === 'string' ? step : JSON.stringify(step))).join('.');
