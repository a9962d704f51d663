import type { InTurn } from '../base/index.ts';
import { type Actor, maxSavedViews, type SavedView } from '../contract/index.ts';
import type { AccessRegistry } from './registry.ts';

interface SavedViewsParts {
  readonly registry: AccessRegistry;
  /** Runs a change after those before it. */
  readonly inTurn: InTurn;
}

/** Searches that accounts keep, the oldest first. They stand in the account, and go with it. */
export class SavedViews {
  readonly #parts: SavedViewsParts;

  constructor(parts: SavedViewsParts) {
    this.#parts = parts;
  }

  of(account: string): readonly SavedView[] {
    return this.#parts.registry.users.get(account)?.views ?? [];
  }

  /** Replaces the one of that name. */
  save(actor: Actor, account: string, view: SavedView): Promise<readonly SavedView[]> {
    return this.#change(actor, account, (views) =>
      [...views.filter(({ name }) => name !== view.name), view].slice(-maxSavedViews),
    );
  }

  forget(actor: Actor, account: string, name: string): Promise<readonly SavedView[]> {
    return this.#change(actor, account, (views) => views.filter((view) => view.name !== name));
  }

  #change(
    actor: Actor,
    account: string,
    change: (views: readonly SavedView[]) => readonly SavedView[],
  ): Promise<readonly SavedView[]> {
    const { registry, inTurn } = this.#parts;
    return inTurn(async () => {
      const user = registry.users.get(account);
      if (!user) return [];
      const definition = { ...user, views: change(user.views) };
      await registry.save(actor, { kind: 'user', id: account, definition });
      return definition.views;
    });
  }
}
