import { asIsocenterError, type ErrorCode, IsocenterError } from '../base/index.ts';
import type { Actor, KnownNode, RemoteTarget, Scope } from '../contract/index.ts';
import { type ComparedSeries, compareStudy, imagesHere, missingOf, withMissing } from './compare-study.ts';
import { type FetchParts, type GetOptions, getFromNode, moveFromNode } from './fetch.ts';

export interface FetchOptions extends Omit<GetOptions, 'onProgress'> {
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

type Way = 'C-GET' | 'C-MOVE';
/** UIDs in one request: as text they have to fit into one element (PS3.5 7.1.2, 65,534 bytes). */
const IMAGES_PER_REQUEST = 500;

/** Fetches of a study what is not here, by C-GET or C-MOVE, whichever works; which one did is remembered. */
export class FetchMissing {
  readonly #parts: FetchParts;
  readonly #worked = new Map<string, Way>();

  constructor(parts: FetchParts) {
    this.#parts = parts;
  }

  /**
   * Resolves also when something is still missing. Rejects when the node cannot be asked what it has, with `net/*`,
   * `dimse/*`, `node/nonsense`, and with `cancelled`.
   */
  async fetch(
    actor: Actor,
    scope: Scope,
    node: KnownNode,
    study: string,
    options: FetchOptions,
  ): Promise<FetchedStudy> {
    const { archive } = this.#parts;
    const before = await compareStudy(this.#parts, actor, scope, node, study);
    const total = missingOf(before).length;
    const isWanted = options.wants?.(before) ?? true;
    let series = before;
    const errors = new Map<Way, IsocenterError>();
    for (const way of isWanted ? this.#waysFor(node) : []) {
      if (missingOf(series).length === 0) break;
      const already = total - missingOf(series).length;
      const onProgress = ({ completed, warning }: { completed: number; warning: number }): void =>
        options.onCame?.(Math.min(total, already + completed + warning), total);
      const error = await this.#try(way, actor, scope, node, study, series, { ...options, onProgress });
      series = withMissing(series, await imagesHere(archive, actor, scope, study));
      if (error) errors.set(way, error);
      if (missingOf(series).length === 0) this.#worked.set(node.name, way);
      if (error && isFinal.has(error.code)) break;
    }
    return summary(before, series, errors, isWanted);
  }

  #waysFor({ name }: KnownNode): readonly Way[] {
    return this.#worked.get(name) === 'C-MOVE' ? ['C-MOVE', 'C-GET'] : ['C-GET', 'C-MOVE'];
  }

  /** What it failed with, if it did. */
  async #try(
    way: Way,
    actor: Actor,
    scope: Scope,
    node: KnownNode,
    study: string,
    series: readonly ComparedSeries[],
    options: GetOptions,
  ): Promise<IsocenterError | undefined> {
    const { dialler } = this.#parts;
    try {
      for (const target of targetsOf(study, series)) {
        if (way === 'C-GET') await getFromNode(this.#parts, actor, scope, node, target, options);
        else await moveFromNode(dialler, node, target, node.callingAeTitle ?? dialler.aeTitle, options);
        if (options.signal?.aborted) throw new IsocenterError('cancelled');
      }
      return undefined;
    } catch (error) {
      if (options.signal?.aborted) throw error;
      return asIsocenterError(error);
    }
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
  errors: ReadonlyMap<Way, IsocenterError>,
  isWanted: boolean,
): FetchedStudy {
  const there = before.reduce((sum, { sopInstanceUids }) => sum + sopInstanceUids.size, 0);
  const missing = missingOf(series);
  const wereMissing = missingOf(before).length;
  const reasons = [...errors].map(([way, { message }]) => `${way}: ${message}`);
  return {
    ...{ series, there, missing, isWanted },
    wereHere: there - wereMissing,
    came: wereMissing - missing.length,
    reason: missing.length === 0 || !isWanted ? undefined : reasons.join(' ') || 'The node did not send it.',
    error: [...errors.values()].at(-1),
  };
}
