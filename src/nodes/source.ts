import type { Actor, Level, RemoteTarget, Scope } from '../contract/index.ts';
import type { Dataset } from '../dicom/index.ts';
import type { RetrieveCallbacks, RetrieveResult } from '../dimse/index.ts';
import type { Pace } from './pace.ts';

/** Searches on one node, one after the other. */
export interface NodeQueries extends AsyncDisposable {
  /**
   * What it has that fits, attribute by attribute as C-FIND has them (PS3.4 C.2.2.2): an empty key is a wish to be told.
   * Leaving the loop early ends the search there.
   */
  find(level: Level, keys: Dataset): AsyncGenerator<Dataset, void, void>;
}

/** The highest level that is asked for. */
export type QueryRoot = 'patient' | 'study';

export interface RetrieveOptions extends RetrieveCallbacks {
  /** How fast bytes may come. */
  readonly pace?: Pace | undefined;
}

/** One way to have images of a node come into the archive. */
export interface FetchWay {
  readonly name: 'C-GET' | 'C-MOVE' | 'WADO-RS';
  /** Resolves with what it was told of them; what came is in the archive, also when it rejects. */
  fetch(actor: Actor, scope: Scope, target: RemoteTarget, options: RetrieveOptions): Promise<RetrieveResult>;
}

/** What a node that keeps images can be asked, whatever it is spoken to by. */
export interface ImageSource {
  /** Rejects with `net/*`, `dimse/*`. @param signal ends what is asked. */
  openQueries(root: QueryRoot, signal?: AbortSignal): Promise<NodeQueries>;
  /** The first is the one to begin with. */
  readonly ways: readonly FetchWay[];
}

/** One search alone. */
export async function* findOn(
  source: ImageSource,
  level: Level,
  keys: Dataset,
  signal?: AbortSignal,
): AsyncGenerator<Dataset, void, void> {
  await using queries = await source.openQueries(level === 'patient' ? 'patient' : 'study', signal);
  yield* queries.find(level, keys);
}
