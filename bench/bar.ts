import type { TemporaryDirectory } from '../test/support/temp.ts';
import type { Result } from './result.ts';

export interface BenchContext {
  /** How often everything is measured; peers take turns within each run. */
  readonly runs: number;
  /** Fewer instances and one run: to see that it works, not to quote. */
  readonly quick: boolean;
  /** Also what takes more than half an hour. */
  readonly full: boolean;
  /** Names of the servers to measure; all when undefined. */
  readonly peers: ReadonlySet<string> | undefined;
  readonly directory: TemporaryDirectory;
  log(text: string): void;
}

/** One file under bars/: measures one or several bars. */
export interface Bar {
  readonly name: string;
  run(context: BenchContext): Promise<readonly Result[]>;
}
