import { randomUUID } from 'node:crypto';
import type { Archive } from '../archive/index.ts';
import { type Clock, IsocenterError, type Logger, Repeating } from '../base/index.ts';
import type { Catalog } from '../catalog/index.ts';
import {
  type Actor,
  type Attention,
  type Caller,
  type EntryKind,
  problemOf,
  type RequestFor,
  type ResultFor,
} from '../contract/index.ts';
import type { Extensions } from '../extensions/index.ts';
import type { JobKind, Jobs } from '../jobs/index.ts';
import type { GuardedFetch, SendMail } from '../net/index.ts';
import type { Nodes } from '../nodes/index.ts';
import type { PrivateFiles } from '../store/index.ts';
import { actionKinds, MAIL_KIND } from './actions/index.ts';
import { Datasets } from './datasets/datasets.ts';
import { AutomationFileReader } from './file/automation-file.ts';
import { HeldUpFolders } from './held-up-folders.ts';
import { Inboxes } from './inboxes/inboxes.ts';
import type { TakeNote } from './noted-kind.ts';
import { Retentions } from './retention/retentions.ts';
import { RuleFollower } from './rules/follow-rules.ts';
import type { Rule } from './rules/rule.ts';
import { RuleTimes } from './rules/rule-times.ts';
import { Rules } from './rules/rules.ts';
import { runKind } from './rules/run-rule.ts';
import { Schedules } from './schedules/schedules.ts';
import { signingKeyIn } from './signing-key.ts';
import { TreeFollower } from './trees/follow-trees.ts';
import { Trees } from './trees/trees.ts';
import { convertKind } from './trees/volumes/convert-kind.ts';

export interface AutomationParts {
  /** The data directory, where the automation file is. */
  readonly data: string;
  readonly targetFolders: readonly string[];
  readonly sourceFolders: readonly string[];
  /** Folders with programs, as in the environment variable PATH. */
  readonly searchPath: string;
  readonly archive: Archive;
  readonly catalog: Catalog;
  readonly jobs: Jobs;
  /** For what rules call. */
  readonly fetch: GuardedFetch;
  /** How rules tell people. */
  readonly mail: SendMail;
  /** Whether the settings name a server for that. */
  readonly hasMailServer: boolean;
  /** Writes into the audit log. */
  readonly note: TakeNote;
  /** Where the key is that calls are signed with. */
  readonly secrets: PrivateFiles;
  readonly nodes: Nodes;
  readonly extensions: Extensions;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What somebody may do now. */
  readonly admit: (subject: Actor) => Promise<Caller>;
}

/** How often the file and the events are looked at, milliseconds. */
const LOOK_EVERY_MS = 1_000;

/** What the archive does by itself: what stands in the automation file, as it stands there now. */
export class Automation {
  readonly file: AutomationFileReader;
  readonly datasets: Datasets;
  readonly inboxes: Inboxes;
  readonly retention: Retentions;
  readonly trees: Trees;
  readonly rules: Rules;
  readonly schedules: Schedules;
  readonly extensions: Extensions;
  readonly #parts: AutomationParts;
  readonly #heldUp: HeldUpFolders;
  readonly #treeFollower: TreeFollower;
  readonly #ruleFollower: RuleFollower;
  readonly #ruleTimes: RuleTimes;
  readonly #repeating: Repeating;
  #signingKey: Promise<string> | undefined;

  constructor(parts: AutomationParts) {
    const {
      data,
      targetFolders,
      sourceFolders,
      archive,
      catalog,
      jobs,
      nodes,
      extensions,
      clock,
      logger,
      admit,
    } = parts;
    this.#parts = parts;
    this.extensions = extensions;
    this.file = new AutomationFileReader(data, { targetFolders, sourceFolders, extensions });
    this.datasets = new Datasets({ archive, plan: () => this.file.plan, targetFolders });
    this.inboxes = new Inboxes({ ...parts, plan: () => this.file.plan });
    this.retention = new Retentions({ ...parts, plan: () => this.file.plan });
    this.trees = new Trees({ ...parts, plan: () => this.file.plan });
    this.#treeFollower = new TreeFollower({ trees: this.trees, catalog, jobs, clock, logger });
    this.#ruleFollower = new RuleFollower({ archive, catalog, jobs, extensions, clock, logger, admit });
    this.#ruleTimes = new RuleTimes({ catalog, jobs, clock, logger });
    this.#heldUp = new HeldUpFolders({ jobs, clock });
    const problemOf = (name: string) =>
      this.#ruleFollower.problemOf(name) ??
      this.#ruleTimes.problemOf(name) ??
      this.#standingProblemOf(this.file.plan.rules.find((rule) => rule.name === name));
    this.rules = new Rules({
      ...{ archive, catalog, extensions, clock, admit, problemOf },
      plan: () => this.file.plan,
    });
    this.#registerKinds();
    this.schedules = new Schedules({
      archive,
      catalog,
      jobs,
      nodes,
      clock,
      logger,
      ...{ fetch: parts.fetch, mail: parts.mail, signingKey: () => this.signingKey() },
      hasMailServer: parts.hasMailServer,
      note: parts.note,
      plan: () => this.file.plan,
    });
    this.#repeating = new Repeating({
      work: (signal) => this.lookNow(signal),
      everyMs: LOOK_EVERY_MS,
      onFailing: ({ code, message: reason }) =>
        logger.error({ code, reason }, 'what the archive does by itself is held up; trying again'),
    });
  }

  /** One round: reads the file when it changed, and does what is to be done. */
  async lookNow(signal: AbortSignal): Promise<void> {
    await this.#refresh();
    this.inboxes.follow(signal);
    this.retention.follow(signal);
    const { trees, rules } = this.file.plan;
    await this.#treeFollower.followAll(trees, signal);
    // While nobody knows which rules there are, how far they looked is not forgotten.
    if (this.file.hasPlan) {
      await this.#ruleTimes.follow(rules, signal);
      await this.#ruleFollower.follow(rules, signal);
    }
    await this.schedules.follow(signal);
    await this.#heldUp.follow();
  }

  /** Resolves when the file has been read: jobs of rules that go on at a start must find their rules. */
  async start(): Promise<void> {
    // What hinders it now is told by the rounds that follow.
    await this.#refresh().catch(() => {});
    this.#repeating.start();
  }

  async stop(): Promise<void> {
    await this.#repeating.stop();
    await this.inboxes.idle();
    await this.retention.idle();
    await this.schedules.idle();
    await this.#treeFollower.idle();
  }

  async show(): Promise<ResultFor<'automationShow'>> {
    await this.#refresh();
    const { state } = this.file;
    const { entriesIn } = await import('./file/entries-in.ts');
    return {
      ...state,
      entries: state.problems.length > 0 ? [] : entriesIn(state.text),
      problems: [...state.problems],
      targetFolders: [...this.#parts.targetFolders],
      sourceFolders: [...this.#parts.sourceFolders],
    };
  }

  /** Makes an entry in the file, or changes what it says of one: words and their values, null takes a word out. */
  async change(
    kind: EntryKind,
    { name, change, digest }: RequestFor<'treeChange'>,
  ): Promise<ResultFor<'treeChange'>> {
    const place = [kind, name];
    const state = await this.file.edit((document) => {
      if (!document.hasIn(place)) document.setIn(place, document.createNode({}));
      for (const [word, value] of Object.entries(change)) {
        if (value === null) document.deleteIn([...place, word]);
        else document.setIn([...place, word], document.createNode(value));
      }
    }, digest);
    return { ...state, problems: [...state.problems] };
  }

  /** Takes an entry out of the file. Throws `inbox/unknown`, `retention/unknown`, `tree/unknown`, `rule/unknown`, `schedule/unknown`. */
  async forget(
    kind: EntryKind,
    { name, digest }: RequestFor<'treeForget'>,
  ): Promise<ResultFor<'treeForget'>> {
    this[kind].named(name);
    const state = await this.file.edit((document) => document.deleteIn([kind, name]), digest);
    return { ...state, problems: [...state.problems] };
  }

  /** See schedules/preview-schedule.ts. */
  async previewSchedule(
    request: RequestFor<'schedulePreview'>,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<ResultFor<'schedulePreview'>> {
    const { previewSchedule } = await import('./schedules/preview-schedule.ts');
    return await previewSchedule(this.#parts, request, caller, signal);
  }

  /** See trees/preview-draft.ts. */
  async previewTree(request: RequestFor<'treePreview'>): Promise<ResultFor<'treePreview'>> {
    const { previewDraft } = await import('./trees/preview-draft.ts');
    const { archive, targetFolders, extensions } = this.#parts;
    return await previewDraft(
      { archive, targetFolders, extensions, ownerOf: (tree) => this.trees.ownerOf(tree) },
      request,
    );
  }

  /** See rules/preview-draft.ts. */
  async previewRule(request: RequestFor<'rulePreview'>): Promise<ResultFor<'rulePreview'>> {
    const { previewDraft } = await import('./rules/preview-draft.ts');
    const { archive, clock, targetFolders, extensions } = this.#parts;
    return await previewDraft(
      { archive, clock, targetFolders, extensions, ownerOf: (rule) => this.rules.ownerOf(rule) },
      request,
    );
  }

  /** What calls of rules are signed with. */
  signingKey(): Promise<string> {
    this.#signingKey ??= signingKeyIn(this.#parts.secrets);
    return this.#signingKey;
  }

  /** Shows whether mail of rules arrives. Rejects with `mail/*`, `net/unreachable`. */
  async sendTestMail(to: string): Promise<void> {
    const text = 'This archive can send mail: rules with `notify: { mail: ... }` reach you here.';
    await this.#parts.mail({ id: randomUUID(), to: [to], subject: 'Isocenter', text });
  }

  /** What needs a person. */
  problems(): Attention[] {
    return [
      ...this.#mistakes(),
      ...this.inboxes.problems(),
      ...this.retention.problems(),
      ...this.trees.problems(),
      ...this.#standingProblems(),
      ...this.#ruleFollower.problems(),
      ...this.#ruleTimes.problems(),
      ...this.#heldUp.problems(),
      ...this.schedules.problems(),
      ...this.extensions.problems(),
    ];
  }

  /** What will be lost at nodes when nobody does anything. */
  alarms(): readonly Attention[] {
    return this.schedules.leftBehind.problems();
  }

  #mistakes(): Attention[] {
    const { problems } = this.file.state;
    const [first] = problems;
    if (!first) return [];
    const mistakes = new IsocenterError('attention/mistakes', { count: problems.length, line: first.line });
    return [{ about: 'automation', name: null, problem: problemOf(mistakes) }];
  }

  /** Rules that cannot do what they say, whatever happens. */
  #standingProblems(): Attention[] {
    return this.file.plan.rules.flatMap((rule) => {
      const problem = this.#unableBecause(rule);
      return problem ? [{ about: 'rule' as const, name: rule.name, problem: problemOf(problem) }] : [];
    });
  }

  #standingProblemOf(rule: Rule | undefined): IsocenterError | undefined {
    return rule && (this.#unableBecause(rule) ?? this.#heldUp.problemOf(rule));
  }

  #unableBecause({ rests, isOn, actions }: Rule): IsocenterError | undefined {
    if (rests) return new IsocenterError('rule/rests', { reason: rests.message }, rests);
    const mails = isOn && actions.some(({ kind }) => kind === MAIL_KIND);
    return mails && !this.#parts.hasMailServer ? new IsocenterError('mail/none') : undefined;
  }

  #registerKinds(): void {
    const { archive, catalog, jobs, extensions, clock, fetch, mail, note } = this.#parts;
    const signingKey = () => this.signingKey();
    const tables = () => this.file.plan.tables;
    const parts = { archive, clock, extensions, fetch, mail, signingKey, tables, note };
    for (const kind of actionKinds(parts)) jobs.register(kind);
    jobs.register(convertKind((input, signal) => this.trees.convert(input, signal)) as JobKind);
    jobs.register(runKind({ engine: catalog.engine, clock, rules: () => this.file.plan.rules }));
  }

  async #refresh(): Promise<void> {
    const before = this.file.state.problems.length;
    await this.extensions.follow(await this.file.extensions());
    if (!(await this.file.refresh())) return;
    const { problems } = this.file.state;
    const { logger } = this.#parts;
    if (problems.length > 0) logger.warn({ problems: problems.length }, 'the automation file has mistakes');
    else if (before > 0) logger.info({}, 'the automation file is in use again');
  }
}
