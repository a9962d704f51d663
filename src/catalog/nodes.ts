import type { RemoteNode } from '../contract/index.ts';
import type { Who } from './change.ts';
import { type Engine, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';

/** Registers a remote AE, or replaces what is known of it. */
export function* putNode(node: RemoteNode, who: Who): Work<void> {
  yield* statement(
    `INSERT INTO node (name, kind, ae_title, definition, updated_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, ae_title = excluded.ae_title, definition = excluded.definition,
        updated_at = excluded.updated_at`,
    [
      node.name,
      node.aeTitle === undefined ? 'web' : 'dimse',
      node.aeTitle ?? '',
      JSON.stringify(node),
      who.at,
    ],
  );
  yield* appendEvents([{ ...who, kind: 'node.registered', data: { name: node.name } }]);
}

export function* removeNode(name: string, who: Who): Work<void> {
  yield* statement('DELETE FROM node WHERE name = ?', [name]);
  yield* appendEvents([{ ...who, kind: 'node.removed', data: { name } }]);
}

/** All registered nodes, by name. */
export async function listNodes({ builder, rows }: Engine): Promise<RemoteNode[]> {
  const found = await rows(builder.selectFrom('node').select('definition').orderBy('name').compile());
  return found.map(([definition]) => JSON.parse(definition as string) as RemoteNode);
}
