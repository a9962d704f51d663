import { type Engine, statement, type Work } from './engine/engine.ts';

/** Up to which sequence number a journal was applied; 0 when never. */
export async function appliedSequence({ builder, rows }: Engine, journal: string): Promise<number> {
  const query = builder.selectFrom('record_state').select('sequence').where('journal', '=', journal);
  const [row] = await rows(query.compile());
  return (row?.[0] as number | undefined) ?? 0;
}

export function* setAppliedSequence(journal: string, sequence: number): Work<void> {
  yield* statement(
    'INSERT INTO record_state (journal, sequence) VALUES (?, ?) ON CONFLICT (journal) DO UPDATE SET sequence = excluded.sequence',
    [journal, sequence],
  );
}
