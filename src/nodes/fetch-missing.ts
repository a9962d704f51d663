import type { Archive } from '../archive/index.ts';
import { asIsocenterError, type ErrorCode, IsocenterError } from '../base/index.ts';
import {
  type Actor,
  errorOfReasons,
  type KnownNode,
  type RemoteTarget,
  type Scope,
} from '../contract/index.ts';
import {
  type ComparedSeries,
  type ComparedStudy,
  compareStudy,
  imagesHere,
  missingOf,
  withMissing,
} from './compare-study.ts';
import { isOfNode, isOfThisArchive } from './of-node.ts';
import type { FetchWay, ImageSource, RetrieveOptions } from './source.ts';

export interface FetchOptions extends Omit<RetrieveOptions, 'onProgress'> {
  /** Images of what is missing that came so far. */
  readonly onCame?: (came: number, total: number) => void;
  /** Looks at what the node has before anything is fetched; false leaves the study alone. */
  readonly wants?: (series: readonly ComparedSeries[]) => boolean;
}

/** What became of a study. */
export interface FetchedStudy {
  /** As they are now. */
  readonly series: readonly ComparedSeries[];
  /** Images: at the node, of these here before, and of those not here before come now. */
  readonly there: number;
  readonly wereHere: number;
  readonly came: number;
  readonly missing: readonly string[];
  /** Why something is missing, as the way to fetch said, or each of several, or why the node may have more than it names. */
  readonly reason: IsocenterError | undefined;
  /** What the way that was tried last failed with. */
  readonly error: IsocenterError | undefined;
  readonly isWanted: boolean;
}

/** UIDs in one request: as text they have to fit into one element (PS3.5 7.1.2, 65,534 bytes). */
const IMAGES_PER_REQUEST = 500;

/** Fetches of a study what is not here, by whichever way works; which one did is remembered. */
export class FetchMissing {
  readonly #archive: Archive;
  readonly #sourceOf: (node: KnownNode) => ImageSource;
  readonly #worked = new Map<string, FetchWay['name']>();

  constructor(archive: Archive, sourceOf: (node: KnownNode) => ImageSource) {
    this.#archive = archive;
    this.#sourceOf = sourceOf;
  }

  /**
   * Resolves also when something is still missing. Rejects when the node cannot be asked what it has, with `net/*`,
   * `dimse/*`, `dicomweb/*`, `node/nonsense`, and with `cancelled`.
   */
  async fetch(
    actor: Actor,
    scope: Scope,
    node: KnownNode,
    study: string,
    options: FetchOptions,
  ): Promise<FetchedStudy> {
    const archive = this.#archive;
    const source = this.#sourceOf(node);
    const before = await compareStudy(archive, actor, scope, node, source, study, options.signal);
    const total = missingOf(before.series).length;
    const isWanted = options.wants?.(before.series) ?? true;
    let { series } = before;
    const reasons = new Map<FetchWay['name'], IsocenterError>();
    /** What the way that was tried last failed with. */
    let error: IsocenterError | undefined;
    let isSplit = false;
    const ways = isWanted ? this.#waysOf(source, node) : [];
    for (let way = ways.shift(); way && missingOf(series).length > 0; ) {
      const already = total - missingOf(series).length;
      const onProgress = ({ completed, warning }: { completed: number; warning: number }): void =>
        options.onCame?.(Math.min(total, already + completed + warning), total);
      const targets = targetsOf(study, series, isSplit);
      const reason = await attempt(way, actor, scope, targets, { ...options, onProgress });
      series = withMissing(series, await imagesHere(archive, actor, scope, study));
      if (reason) reasons.set(way.name, reason.said);
      error = reason?.error;
      if (missingOf(series).length === 0) this.#worked.set(node.name, way.name);
      if (error && isFinal(error.code)) break;
      const hasCome = total - missingOf(series).length > already;
      // The rest of what was cut off is asked for again as long as that brings something.
      const isAgain = error?.code === 'dicomweb/cut-off' && hasCome;
      const wasStudy = targets.some((target) => target.series === undefined);
      isSplit = error !== undefined && isOfRequest.has(error.code) && wasStudy && !hasCome;
      if (!isAgain && !isSplit) way = ways.shift();
    }
    return summary(before, series, { reasons, error, isWanted });
  }

  /** The one that worked before comes first. */
  #waysOf({ ways }: ImageSource, { name }: KnownNode): FetchWay[] {
    const worked = ways.filter((way) => way.name === this.#worked.get(name));
    return [...worked, ...ways.filter((way) => !worked.includes(way))];
  }
}

/** Why something did not come. */
interface Reason {
  readonly said: IsocenterError;
  /** undefined: it was answered, and the answer says that something is missing. */
  readonly error: IsocenterError | undefined;
}

/** What was said of what did not come, if anything: the first that was, or what ended it. */
async function attempt(
  way: FetchWay,
  actor: Actor,
  scope: Scope,
  targets: readonly RemoteTarget[],
  options: RetrieveOptions,
): Promise<Reason | undefined> {
  let comment: string | undefined;
  let failure: IsocenterError | undefined;
  let late = 0;
  for (const target of targets) {
    try {
      const { errorComment } = await way.fetch(actor, scope, target, options);
      if (options.signal?.aborted) throw new IsocenterError('cancelled');
      comment ??= errorComment;
    } catch (thrown) {
      if (options.signal?.aborted) throw thrown;
      const error = asIsocenterError(thrown);
      if (isLate.has(error.code)) late++;
      if (endsWay(error.code, late)) return { said: error, error };
      // What cannot be had of one series must not keep the others away.
      failure ??= error;
    }
  }
  const said = failure ?? (comment ? new IsocenterError('said', { reason: comment }) : undefined);
  return said && { said, error: failure };
}

/** A large series may take longer than somebody between waits; when the next one does, it is the node. */
const isLate: ReadonlySet<ErrorCode> = new Set(['dicomweb/busy', 'dicomweb/timeout', 'dimse/timeout']);
const MAXIMUM_LATE = 2;

/** Whether what is asked for next, by the same way, would fare alike. @param late how many were late so far */
const endsWay = (code: ErrorCode, late: number): boolean =>
  isFinal(code) || (isLate.has(code) ? late === MAXIMUM_LATE : isOfNode(code));

/** It cannot answer for the whole study, and may for each series. */
const isOfRequest: ReadonlySet<ErrorCode> = new Set(['dicomweb/refused', 'dicomweb/nonsense']);

/** Nobody answers, or nothing can be taken in: the other way fares alike. */
const isFinal = (code: ErrorCode): boolean =>
  code === 'net/unreachable' || code === 'net/forbidden' || isOfThisArchive(code);

/** As few requests as name what is missing and nothing else. @param isSplit each series by itself */
function targetsOf(study: string, series: readonly ComparedSeries[], isSplit: boolean): RemoteTarget[] {
  const isWhole = ({ missing, sopInstanceUids }: ComparedSeries): boolean =>
    missing.length === sopInstanceUids.size;
  if (!isSplit && series.every(isWhole)) return [{ studies: [study] }];
  return series.flatMap((one): RemoteTarget[] => {
    const named = { studies: [study], series: [one.seriesInstanceUid] };
    if (one.missing.length === 0) return [];
    if (isWhole(one)) return [named];
    const pages = Math.ceil(one.missing.length / IMAGES_PER_REQUEST);
    return Array.from({ length: pages }, (_, page) => ({
      ...named,
      instances: one.missing.slice(page * IMAGES_PER_REQUEST, (page + 1) * IMAGES_PER_REQUEST),
    }));
  });
}

function summary(
  { series: before, unnamed }: ComparedStudy,
  series: readonly ComparedSeries[],
  { reasons, error, isWanted }: Attempts,
): FetchedStudy {
  const there = before.reduce((sum, { sopInstanceUids }) => sum + sopInstanceUids.size, 0);
  const missing = missingOf(series);
  const wereMissing = missingOf(before).length;
  const reason = missing.length > 0 ? (reasonOf(reasons) ?? new IsocenterError('node/not-sent')) : unnamed;
  return {
    ...{ series, there, missing, error, isWanted },
    wereHere: there - wereMissing,
    came: wereMissing - missing.length,
    reason: isWanted ? reason : undefined,
  };
}

interface Attempts extends Pick<FetchedStudy, 'error' | 'isWanted'> {
  readonly reasons: ReadonlyMap<FetchWay['name'], IsocenterError>;
}

/** Several ways say it with their names. */
function reasonOf(reasons: Attempts['reasons']): IsocenterError | undefined {
  if (reasons.size < 2) return [...reasons.values()][0];
  const each = [...reasons].map(([what, reason]) => ({ what, reason }));
  return errorOfReasons('node/no-way', each);
}
