import type { Archive } from '../archive/index.ts';
import { asIsocenterError, type ErrorCode, IsocenterError } from '../base/index.ts';
import type { Actor, KnownNode, RemoteTarget, Scope } from '../contract/index.ts';
import { type ComparedSeries, compareStudy, imagesHere, missingOf, withMissing } from './compare-study.ts';
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
  /** Why something is missing; what each way to fetch said. */
  readonly reason: string | undefined;
  /** Of an attempt that failed. */
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
    const total = missingOf(before).length;
    const isWanted = options.wants?.(before) ?? true;
    let series = before;
    const reasons = new Map<FetchWay['name'], Reason>();
    const ways = isWanted ? this.#waysOf(source, node) : [];
    for (let way = ways.shift(); way && missingOf(series).length > 0; ) {
      const already = total - missingOf(series).length;
      const onProgress = ({ completed, warning }: { completed: number; warning: number }): void =>
        options.onCame?.(Math.min(total, already + completed + warning), total);
      const reason = await attempt(way, actor, scope, study, series, { ...options, onProgress });
      series = withMissing(series, await imagesHere(archive, actor, scope, study));
      if (reason) reasons.set(way.name, reason);
      const { code } = reason?.error ?? {};
      if (missingOf(series).length === 0) this.#worked.set(node.name, way.name);
      if (code && isFinal.has(code)) break;
      // The rest of what was cut off is asked for again as long as that brings something.
      const isAgain = code === 'dicomweb/cut-off' && total - missingOf(series).length > already;
      if (!isAgain) way = ways.shift();
    }
    return summary(before, series, reasons, isWanted);
  }

  /** The one that worked before comes first. */
  #waysOf({ ways }: ImageSource, { name }: KnownNode): FetchWay[] {
    const worked = ways.filter((way) => way.name === this.#worked.get(name));
    return [...worked, ...ways.filter((way) => !worked.includes(way))];
  }
}

/** Why something did not come. */
interface Reason {
  readonly text: string;
  readonly error: IsocenterError | undefined;
}

/** What was said of what did not come, if anything. */
async function attempt(
  way: FetchWay,
  actor: Actor,
  scope: Scope,
  study: string,
  series: readonly ComparedSeries[],
  options: RetrieveOptions,
): Promise<Reason | undefined> {
  let reason: Reason | undefined;
  try {
    for (const target of targetsOf(study, series)) {
      const { errorComment } = await way.fetch(actor, scope, target, options);
      if (options.signal?.aborted) throw new IsocenterError('cancelled');
      if (errorComment) reason ??= { text: errorComment, error: undefined };
    }
    return reason;
  } catch (thrown) {
    if (options.signal?.aborted) throw thrown;
    const error = asIsocenterError(thrown);
    return { text: error.message, error };
  }
}

/** Nobody answers: the other way has nobody to ask either. */
const isFinal: ReadonlySet<ErrorCode> = new Set(['net/unreachable', 'net/forbidden', 'store/full']);

/** As few requests as name what is missing and nothing else. */
function targetsOf(study: string, series: readonly ComparedSeries[]): RemoteTarget[] {
  const isWhole = ({ missing, sopInstanceUids }: ComparedSeries): boolean =>
    missing.length === sopInstanceUids.size;
  if (series.every(isWhole)) return [{ studies: [study] }];
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
  before: readonly ComparedSeries[],
  series: readonly ComparedSeries[],
  said: ReadonlyMap<FetchWay['name'], Reason>,
  isWanted: boolean,
): FetchedStudy {
  const there = before.reduce((sum, { sopInstanceUids }) => sum + sopInstanceUids.size, 0);
  const missing = missingOf(series);
  const wereMissing = missingOf(before).length;
  const reasons = [...said].map(([way, { text }]) => `${way}: ${text}`);
  return {
    ...{ series, there, missing, isWanted },
    wereHere: there - wereMissing,
    came: wereMissing - missing.length,
    reason: missing.length === 0 || !isWanted ? undefined : reasons.join(' ') || 'The node did not send it.',
    error: [...said.values()].findLast(({ error }) => error)?.error,
  };
}
