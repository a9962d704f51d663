import { asIsocenterError, type Clock, type Logger } from '../../../base/index.ts';
import type { Catalog } from '../../../catalog/index.ts';
import {
  type Attention,
  everything,
  type LeftRun,
  type LeftStudy,
  type RequestFor,
  type ResultFor,
  systemActor,
} from '../../../contract/index.ts';
import { missingOf as missingImages, type Nodes } from '../../../nodes/index.ts';
import type { Plan } from '../../file/plan.ts';
import { dayAfter, dayOf } from '../local-time.ts';
import { nodeName } from '../node-name.ts';
import { runsWithoutStudies } from '../run-rows.ts';
import { deletionDay, firstDayOf, stateOn, toldSince } from './deletion-day.ts';
import {
  findLeft,
  forgetNode,
  forgetSeenBefore,
  type LeftRow,
  listLeft,
  missingOf,
  noteLook,
  type Outcome,
  silenceLeft,
} from './left-rows.ts';
import { problemsOf, type ToldLeft } from './problems-of.ts';

export interface LeftBehindParts {
  readonly catalog: Pick<Catalog, 'engine'>;
  readonly nodes: Pick<Nodes, 'compare' | 'registry'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The schedules of the automation file, as it is now. */
  readonly plan: () => Plan;
  /** Called after each round with what is known then. */
  readonly onLooked: (left: ToldLeft) => Promise<void>;
}

const LOOK_EVERY_MS = 60_000;
/** Until what was noted is told, milliseconds: often many studies are fetched in a row. */
const LOOK_SOON_MS = 5_000;
/** Studies that nodes are asked about before what is known by then is told. */
const ASKED_AT_ONCE = 100;
/** Until a node that could not be asked about a study is asked again, milliseconds. */
const ASK_AGAIN_MS = 15 * 60_000;
/** As long as reports of runs; days. */
const KEEP_DAYS = 400;
/** It is told then, whether or not all were asked. */
const PATIENCE_MS = 15 * 60_000;

/** Series of a study that are told one by one. */
const MAXIMUM_SERIES = 100;

type Left = LeftRow & Pick<LeftStudy, 'state' | 'goesOn'>;

/** What is missing here of studies that nodes will delete by themselves, told in time for somebody to do something. */
export class LeftBehind {
  readonly #parts: LeftBehindParts;
  /** When studies were last asked about again. */
  readonly #askedAt = new Map<string, number>();
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** Something was noted that is not told yet. */
  #isNoted = false;
  /** The day on which what is very old was forgotten last. */
  #tidiedOn = '';
  /** There were more to be asked than at once, milliseconds since the epoch. */
  #behindSince: number | undefined;
  #told: ToldLeft = { studies: [], runs: [] };
  #problems: readonly Attention[] = [];
  #round: Promise<void> | undefined;

  constructor(parts: LeftBehindParts) {
    this.#parts = parts;
  }

  /** Looks when it is time; does not wait for that: nodes take their time to answer. */
  follow(signal: AbortSignal): void {
    const now = this.#parts.clock.now().getTime();
    // A clock may go back.
    const pause = this.#isNoted ? LOOK_SOON_MS : LOOK_EVERY_MS;
    if (this.#round || Math.abs(now - this.#lookedAt) < pause) return;
    this.#lookedAt = now;
    this.#isNoted = false;
    this.#round = this.#look(signal)
      .catch((error: unknown) => {
        const { code } = asIsocenterError(error);
        this.#parts.logger.warn({ code }, 'what nodes will delete is not looked at; trying again');
      })
      .finally(() => {
        this.#round = undefined;
      });
  }

  /** Something was noted: it is told with the next round, within seconds. */
  lookSoon(): void {
    this.#isNoted = true;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#round;
  }

  /** What needs a person. */
  problems(): readonly Attention[] {
    return this.#problems;
  }

  /** The most urgent first. */
  async list({ node, limit }: RequestFor<'leftBehindList'>): Promise<ResultFor<'leftBehindList'>> {
    const isMeant = (one: { readonly node: string }): boolean => node === undefined || one.node === node;
    const left = await this.#left(isMeant);
    return {
      studies: left.slice(0, limit).map(told),
      runs: (await this.#runs()).filter(isMeant),
      more: left.length > limit,
    };
  }

  /** Tells no more of studies until something else is missing of them. Answers how many were known. */
  async forget(node: string, studies: readonly string[]): Promise<{ forgotten: number }> {
    const forgotten = await this.#engine.write(() => silenceLeft(node, studies));
    await this.#tell();
    return { forgotten };
  }

  /** Of a node that is removed: the next one of its name is another. */
  async forgetNode(node: string): Promise<void> {
    await this.#engine.write(() => forgetNode(node));
    await this.#tell();
  }

  /** Somebody fetched a study, or tried to; of those that no schedule left behind nothing is kept. */
  async note(nameOrTitle: string, study: string, outcome: Outcome): Promise<void> {
    const node = nodeName(this.#parts.nodes, nameOrTitle);
    const known = node === undefined ? undefined : await this.#engine.read(() => findLeft(node, study));
    if (!known) return;
    await this.#note(known, outcome);
    this.lookSoon();
  }

  async #look(signal: AbortSignal): Promise<void> {
    const areAsked = await this.#askAgain(signal);
    if (signal.aborted) return;
    const now = this.#parts.clock.now().getTime();
    this.#behindSince = areAsked ? undefined : (this.#behindSince ?? now);
    // What is here by now need not be told, but nobody waits for that for long.
    const isLate = this.#behindSince !== undefined && now - this.#behindSince >= PATIENCE_MS;
    if (areAsked || isLate) await this.#parts.onLooked(this.#told);
  }

  /** Asks nodes about what may be all here by now. Answers whether all were asked that should be. */
  async #askAgain(signal: AbortSignal): Promise<boolean> {
    await this.#forgetOld();
    const left = await this.#left();
    await this.#tell(left);
    const silent = new Set<string>();
    let asked = 0;
    for (const row of left) {
      if (signal.aborted) return false;
      if (silent.has(row.node) || !this.#isToBeAsked(row)) continue;
      if (asked++ === ASKED_AT_ONCE) {
        this.lookSoon();
        break;
      }
      this.#askedAt.set(keyOf(row), this.#parts.clock.now().getTime());
      const outcome = await this.#compare(row, signal);
      if (outcome instanceof Error) silent.add(row.node);
      else await this.#note(row, outcome);
    }
    const keys = new Set(left.map(keyOf));
    for (const key of this.#askedAt.keys()) if (!keys.has(key)) this.#askedAt.delete(key);
    if (asked > 0) await this.#tell();
    return asked <= ASKED_AT_ONCE;
  }

  async #forgetOld(): Promise<void> {
    const today = this.#today('UTC');
    if (this.#tidiedOn === today) return;
    await this.#engine.write(() => forgetSeenBefore(dayAfter(today, -KEEP_DAYS)));
    this.#tidiedOn = today;
  }

  /** Whether it may be all here by now. */
  #isToBeAsked(row: Left): boolean {
    const { state, images, wereHere, here } = row;
    const askedAt = this.#askedAt.get(keyOf(row)) ?? Number.NEGATIVE_INFINITY;
    const isLongAgo = Math.abs(this.#parts.clock.now().getTime() - askedAt) >= ASK_AGAIN_MS;
    return images === null
      ? state === 'soon' && isLongAgo
      : here >= images && (here !== wereHere || isLongAgo);
  }

  async #compare({ node, studyInstanceUid }: Left, signal: AbortSignal): Promise<Outcome> {
    const { nodes } = this.#parts;
    try {
      const { series, unnamed } = await nodes.compare(
        systemActor,
        everything,
        node,
        studyInstanceUid,
        signal,
      );
      return { series, missing: missingImages(series), reason: unnamed, isWanted: true };
    } catch (error) {
      return asIsocenterError(error);
    }
  }

  async #note({ node, schedule, studyInstanceUid }: LeftRow, outcome: Outcome): Promise<void> {
    const today = this.#today(this.#zoneOf(schedule));
    await this.#engine.write(() => noteLook({ node, today }, studyInstanceUid, outcome));
  }

  async #tell(left?: readonly Left[]): Promise<void> {
    const before = this.#problems.length;
    this.#told = { studies: left ?? (await this.#left()), runs: await this.#runs() };
    this.#problems = problemsOf(this.#told);
    if (this.#problems.length > before)
      this.#parts.logger.warn(
        { problems: this.#problems.length },
        'a node deletes images of which not all are here',
      );
  }

  /** Of nodes that delete their images by themselves, the most urgent first. */
  async #left(isMeant: (one: Pick<LeftRow, 'node'>) => boolean = () => true): Promise<Left[]> {
    const { schedules } = this.#parts.plan();
    const utc = this.#today('UTC');
    const today = new Map(schedules.map(({ name, recurrence }) => [name, this.#today(recurrence.timeZone)]));
    const left: Left[] = [];
    for (const [node, keepsDays] of this.#keeping()) {
      if (!isMeant({ node })) continue;
      for (const row of await this.#engine.read(() => listLeft(node, toldSince(utc, keepsDays)))) {
        const goesOn = deletionDay(row, keepsDays);
        const state = stateOn(today.get(row.schedule) ?? utc, goesOn, keepsDays);
        // It stays known as long as reports do: a node may keep its images for longer from tomorrow on.
        if (state && !row.isSilenced) left.push({ ...row, goesOn, state });
      }
    }
    return left.sort((a, b) => (a.goesOn < b.goesOn ? -1 : a.goesOn > b.goesOn ? 1 : 0));
  }

  /** Runs that could not ask the node at all, the most urgent first. */
  async #runs(): Promise<LeftRun[]> {
    const keeping = this.#keeping();
    const left: LeftRun[] = [];
    for (const { name, recurrence, priors, isOn, node: nameOrTitle } of this.#parts.plan().schedules) {
      const node = nodeName(this.#parts.nodes, nameOrTitle);
      const keepsDays = node === undefined ? undefined : keeping.get(node);
      if (node === undefined || keepsDays === undefined || priors || !isOn) continue;
      const today = this.#today(recurrence.timeZone);
      for (const { plannedAt, day, reason, keys } of await this.#engine.read(() =>
        runsWithoutStudies(name, today),
      )) {
        const goesOn = dayAfter(firstDayOf(keys.StudyDate) ?? day, keepsDays);
        const state = stateOn(today, goesOn, keepsDays);
        if (state) left.push({ node, schedule: name, plannedAt, day, state, goesOn, reason });
      }
    }
    return left.sort((a, b) => (a.goesOn < b.goesOn ? -1 : 1));
  }

  /** Nodes that delete their images by themselves, and after how many days. */
  #keeping(): ReadonlyMap<string, number> {
    const nodes = this.#parts.nodes.registry.list();
    return new Map(
      nodes.flatMap(({ name, keepsDays }) => (keepsDays === undefined ? [] : [[name, keepsDays]])),
    );
  }

  /** Where a schedule is gone, nobody says where its node is. */
  #zoneOf(schedule: string): string {
    const found = this.#parts.plan().schedules.find(({ name }) => name === schedule);
    return found?.recurrence.timeZone ?? 'UTC';
  }

  #today(timeZone: string): string {
    return dayOf(this.#parts.clock.now(), timeZone);
  }

  get #engine(): Catalog['engine'] {
    return this.#parts.catalog.engine;
  }
}

const keyOf = ({ node, studyInstanceUid }: LeftRow): string => `${node} ${studyInstanceUid}`;

function told(left: Left): LeftStudy {
  const { wereHere: _, here: _here, seenOn: _seenOn, isSilenced: _isSilenced, ...row } = left;
  return { ...row, missing: missingOf(row), series: row.series.slice(0, MAXIMUM_SERIES) };
}
