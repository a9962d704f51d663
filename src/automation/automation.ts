import type { Archive } from '../archive/index.ts';
import { type Clock, type Logger, Repeating } from '../base/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Actor, Caller, RequestFor, ResultFor } from '../contract/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { AutomationFileReader } from './file/automation-file.ts';
import { TreeFollower } from './trees/follow-trees.ts';
import { Trees } from './trees/trees.ts';

export interface AutomationParts {
  /** The data directory, where the automation file is. */
  readonly data: string;
  readonly targetFolders: readonly string[];
  readonly archive: Archive;
  readonly catalog: Catalog;
  readonly jobs: Jobs;
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
  readonly trees: Trees;
  readonly #parts: AutomationParts;
  readonly #follower: TreeFollower;
  readonly #repeating: Repeating;

  constructor(parts: AutomationParts) {
    const { data, targetFolders, archive, catalog, jobs, clock, logger, admit } = parts;
    this.#parts = parts;
    this.file = new AutomationFileReader(data, { targetFolders });
    this.trees = new Trees({ archive, catalog, clock, admit, plan: () => this.file.plan });
    this.#follower = new TreeFollower({ trees: this.trees, catalog, jobs, logger });
    this.#repeating = new Repeating({
      work: (signal) => this.lookNow(signal),
      everyMs: LOOK_EVERY_MS,
      onFailing: ({ code, message: reason }) =>
        logger.error({ code, reason }, 'the automation file cannot be read; trying again'),
    });
  }

  /** One round: reads the file when it changed, and does what is to be done. */
  async lookNow(signal: AbortSignal): Promise<void> {
    await this.#refresh();
    for (const tree of this.file.plan.trees) await this.#follower.follow(tree, signal);
  }

  start(): void {
    this.#repeating.start();
  }

  async stop(): Promise<void> {
    await this.#repeating.stop();
  }

  async show(): Promise<ResultFor<'automationShow'>> {
    await this.#refresh();
    const { state } = this.file;
    return { ...state, problems: [...state.problems], targetFolders: [...this.#parts.targetFolders] };
  }

  /** Makes a tree in the file, or changes what it says of one. */
  async changeTree({ name, change, digest }: RequestFor<'treeChange'>): Promise<ResultFor<'treeChange'>> {
    const state = await this.file.edit((document) => {
      if (!document.hasIn(['trees', name])) document.setIn(['trees', name], document.createNode({}));
      for (const [word, value] of Object.entries(change)) {
        if (value === null) document.deleteIn(['trees', name, word]);
        else document.setIn(['trees', name, word], document.createNode(value));
      }
    }, digest);
    return { ...state, problems: [...state.problems] };
  }

  /** Takes a tree out of the file. Throws `tree/unknown`. */
  async forgetTree({ name, digest }: RequestFor<'treeForget'>): Promise<ResultFor<'treeForget'>> {
    this.trees.named(name);
    const state = await this.file.edit((document) => document.deleteIn(['trees', name]), digest);
    return { ...state, problems: [...state.problems] };
  }

  /** See trees/preview-draft.ts. */
  async previewTree(request: RequestFor<'treePreview'>): Promise<ResultFor<'treePreview'>> {
    const { previewDraft } = await import('./trees/preview-draft.ts');
    const { archive, targetFolders } = this.#parts;
    return await previewDraft(
      { archive, targetFolders, ownerOf: (tree) => this.trees.ownerOf(tree) },
      request,
    );
  }

  /** What needs a person, in words without patient data. */
  problems(): string[] {
    const { problems } = this.file.state;
    const first = problems[0];
    return [
      ...(first
        ? [
            `The automation file has ${problems.length} mistakes and is not in use; what it said before is. Line ${first.line}: ${first.message}`,
          ]
        : []),
      ...this.trees.problems(),
    ];
  }

  async #refresh(): Promise<void> {
    const before = this.file.state.problems.length;
    if (!(await this.file.refresh())) return;
    const { problems } = this.file.state;
    const { logger } = this.#parts;
    if (problems.length > 0) logger.warn({ problems: problems.length }, 'the automation file has mistakes');
    else if (before > 0) logger.info({}, 'the automation file is in use again');
  }
}
