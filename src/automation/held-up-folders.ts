import { type Clock, type ErrorCode, IsocenterError } from '../base/index.ts';
import type { JobOperation } from '../contract/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Rule } from './rules/rule.ts';

/** The kind of job that writes into folders. */
const KIND = 'exportNifti' satisfies JobOperation;
const LOOK_EVERY_MS = 5_000;
/** Jobs looked at: those of one folder fail alike. */
const MOST = 1_000;
const ofFolders: ReadonlySet<ErrorCode> = new Set([
  'store/full',
  'store/io',
  'store/not-mounted',
  'dataset/busy',
] as const);

export interface HeldUpParts {
  readonly jobs: Pick<Jobs, 'failing'>;
  readonly clock: Clock;
}

/** Folders that cannot be written to now. What is to go there waits, and is tried again by itself. */
export class HeldUpFolders {
  readonly #parts: HeldUpParts;
  #problems: ReadonlyMap<string, IsocenterError> = new Map();
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: HeldUpParts) {
    this.#parts = parts;
  }

  async follow(): Promise<void> {
    const { jobs, clock } = this.#parts;
    if (clock.monotonic() - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = clock.monotonic();
    const failing = await jobs.failing(KIND, MOST);
    this.#problems = new Map(
      failing.flatMap(({ input, failure }) =>
        ofFolders.has(failure.code)
          ? [[(input as { folder: string }).folder, new IsocenterError(failure.code, failure.params)]]
          : [],
      ),
    );
  }

  /** What needs a person. */
  problems(): string[] {
    return [...this.#problems].map(([folder, { message }]) => `What is to go to ${folder} waits: ${message}`);
  }

  /** Why a rule does not do what it should. */
  problemOf({ actions }: Pick<Rule, 'actions'>): string | undefined {
    const held = actions.find(({ kind, about }) => kind === KIND && this.#problems.has(about));
    return held && this.#problems.get(held.about)?.message;
  }
}
