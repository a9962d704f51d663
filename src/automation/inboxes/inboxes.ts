import { IsocenterError, type Logger } from '../../base/index.ts';
import { type Attention, type ListedInbox, problemOf, type ResultFor } from '../../contract/index.ts';
import type { Plan } from '../file/plan.ts';
import type { Inbox } from './inbox.ts';
import { listToldFiles, readTotals } from './inbox-rows.ts';
import { InboxWatch, type WatchParts } from './watch-inbox.ts';

export interface InboxesParts extends WatchParts {
  readonly logger: Logger;
  /** The inboxes of the automation file, as it is now. */
  readonly plan: () => Plan;
}

interface Running {
  readonly watch: InboxWatch;
  round: Promise<void> | undefined;
}

/** Folders whose files are taken in. Each is looked into by itself, so that a share that hangs holds up no other. */
export class Inboxes {
  readonly #parts: InboxesParts;
  readonly #running = new Map<string, Running>();

  constructor(parts: InboxesParts) {
    this.#parts = parts;
  }

  /** Begins to look into those whose time it is; does not wait for them. */
  follow(signal: AbortSignal): void {
    const inboxes = this.#parts.plan().inboxes.filter(({ isOn }) => isOn);
    for (const [name, { watch, round }] of this.#running) {
      // One that is said otherwise now is begun anew when its round is over.
      if (!round && !inboxes.includes(watch.inbox)) this.#running.delete(name);
    }
    for (const inbox of inboxes) {
      const running = this.#runningOf(inbox);
      if (running.watch.isDue) this.#begin(running, signal);
    }
  }

  /** Resolves when no round is under way. */
  async idle(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ round }) => round));
  }

  /** Throws `inbox/unknown`. */
  named(name: string): Inbox {
    const inbox = this.#parts.plan().inboxes.find((one) => one.name === name);
    if (!inbox) throw new IsocenterError('inbox/unknown', { name });
    return inbox;
  }

  async list(): Promise<ListedInbox[]> {
    return await Promise.all(this.#parts.plan().inboxes.map((inbox) => this.#listed(inbox)));
  }

  async show(name: string, limit: number): Promise<ResultFor<'inboxShow'>> {
    const inbox = await this.#listed(this.named(name));
    const files = await this.#parts.catalog.engine.read(() => listToldFiles(name, limit));
    return { inbox, files };
  }

  /** Looks in the next round, which is soon. */
  async check(name: string): Promise<ListedInbox> {
    const inbox = this.named(name);
    this.#running.get(name)?.watch.hurry();
    return await this.#listed(inbox);
  }

  /** What needs a person; file names may be those of patients, and are not told. */
  problems(): Attention[] {
    return this.#parts.plan().inboxes.flatMap(({ name }) => {
      const watch = this.#running.get(name)?.watch;
      const count = watch?.backlog.refused ?? 0;
      const refused = count > 0 ? new IsocenterError('attention/not-taken', { name, count }) : undefined;
      return [watch?.problem, refused].flatMap((problem) =>
        problem ? [{ about: 'inbox' as const, name, problem: problemOf(problem) }] : [],
      );
    });
  }

  #begin(running: Running, signal: AbortSignal): void {
    if (running.round) return;
    const { watch } = running;
    const before = watch.problem?.code;
    running.round = watch.look(signal).finally(() => {
      running.round = undefined;
      const { problem } = watch;
      const about = { inbox: watch.inbox.name, code: problem?.code };
      if (problem && problem.code !== before) this.#parts.logger.warn(about, 'an inbox is not emptied');
    });
  }

  #runningOf(inbox: Inbox): Running {
    const known = this.#running.get(inbox.name);
    if (known) return known;
    const isWanted = () => this.#parts.plan().inboxes.includes(inbox);
    const running = { watch: new InboxWatch(inbox, this.#parts, isWanted), round: undefined };
    this.#running.set(inbox.name, running);
    return running;
  }

  async #listed(inbox: Inbox): Promise<ListedInbox> {
    const { name, owner, folder, quietMs, taken, isOn } = inbox;
    const watch = this.#running.get(name)?.watch;
    const problem = watch?.problemInFull;
    const totals = await this.#parts.catalog.engine.read(() => readTotals(name));
    return {
      ...{ name, owner: owner.name, folder, taken, isOn, quietSeconds: quietMs / 1_000 },
      ...{ state: watch?.state ?? 'new', problem: problem ? problemOf(problem) : null },
      ...(watch?.backlog ?? { waiting: 0, ready: 0, foreign: 0, refused: 0 }),
      ...totals,
    };
  }
}
