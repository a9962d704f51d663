import type { Who } from './change.ts';
import { type Engine, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';

/** Something that decides who may see what. The catalog keeps it; access/ knows what it means. */
export interface AccessEntry {
  readonly kind: 'user' | 'group' | 'collection' | 'grant' | 'token' | 'share';
  /** Unique within its kind. */
  readonly id: string;
  /** A JSON value without any secret; null takes the entry away. */
  readonly definition: unknown;
  /** What its event is called, when that it was set does not say it. */
  readonly event?: 'glass-broken';
}

/** Adds an entry, or replaces or removes the one of its kind and id. */
export function* putAccessEntry({ kind, id, definition, event }: AccessEntry, who: Who): Work<void> {
  if (definition === null) {
    yield* statement('DELETE FROM access_entry WHERE kind = ? AND id = ?', [kind, id]);
  } else {
    yield* statement(
      `INSERT INTO access_entry (kind, id, definition, updated_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (kind, id) DO UPDATE SET definition = excluded.definition, updated_at = excluded.updated_at`,
      [kind, id, JSON.stringify(definition), who.at],
    );
  }
  const change = definition === null ? 'removed' : 'set';
  yield* appendEvents([{ ...who, kind: `access.${event ?? change}`, data: { kind, id } }]);
}

/** All entries, by kind and id. */
export async function listAccessEntries({ builder, rows }: Engine): Promise<AccessEntry[]> {
  const query = builder.selectFrom('access_entry').select(['kind', 'id', 'definition']);
  const found = await rows(query.orderBy('kind').orderBy('id').compile());
  return found.map(([kind, id, definition]) => ({
    kind: kind as AccessEntry['kind'],
    id: id as string,
    definition: JSON.parse(definition as string) as unknown,
  }));
}
