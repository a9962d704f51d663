import type { Engine } from './engine/engine.ts';
import type { Totals } from './ingest/tally.ts';

/** What is kept, from counters: patients, studies, series and instances that can be found; files; all bytes. */
export async function statistics({ builder, rows }: Engine): Promise<Readonly<Totals>> {
  const found = await rows(builder.selectFrom('total').select(['name', 'value']).compile());
  return Object.fromEntries(found) as unknown as Totals;
}
