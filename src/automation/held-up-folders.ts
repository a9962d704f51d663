import type { Clock, ErrorCode, IsocenterError } from '../base/index.ts';
import { type Attention, attentionsOf, type JobOperation, type RuleJobKind } from '../contract/index.ts';
import { failureOf, type Jobs } from '../jobs/index.ts';
import type { Rule } from './rules/rule.ts';

/** Kinds of jobs that write into folders, and where their input has those. */
const folderOf = {
  exportNifti: ({ folder }) => folder,
  ruleSubmit: ({ submission }) => submission?.folder,
  ruleSubmitRepeatable: ({ submission }) => submission?.folder,
} satisfies { readonly [Kind in JobOperation | RuleJobKind]?: (input: FolderInput) => string | undefined };
interface FolderInput {
  readonly folder?: string;
  readonly submission?: { readonly folder: string };
}
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
    const problems = new Map<string, IsocenterError>();
    for (const [kind, where] of Object.entries(folderOf)) {
      for (const { input, failure } of await jobs.failing(kind, MOST)) {
        const folder = where(input as FolderInput);
        if (folder !== undefined && ofFolders.has(failure.code)) problems.set(folder, failureOf({ failure }));
      }
    }
    this.#problems = problems;
  }

  /** What needs a person. */
  problems(): Attention[] {
    return attentionsOf('folder', this.#problems);
  }

  /** Why a rule does not do what it should. */
  problemOf({ actions }: Pick<Rule, 'actions'>): IsocenterError | undefined {
    const held = actions.find(
      ({ kind, about }) => Object.hasOwn(folderOf, kind) && this.#problems.has(about),
    );
    return held && this.#problems.get(held.about);
  }
}
