import type { Engine } from './engine/engine.ts';
import type { Totals } from './ingest/tally.ts';

/** Counters, and what waits for a person. */
export interface Statistics extends Readonly<Totals> {
  /** Instances with contents in conflict that nobody settled. */
  readonly conflicts: number;
  /** Items in the trash. */
  readonly trash: number;
}

/**
 * What is kept: patients, studies, series and instances that can be found; files; all bytes. From counters, but for the
 * last two, which have small indexes of their own.
 */
export async function statistics({ builder, rows }: Engine): Promise<Statistics> {
  const found = await rows(builder.selectFrom('total').select(['name', 'value']).compile());
  const count = builder.fn.countAll<number>().as('count');
  const disputed = builder
    .selectFrom('conflict')
    .innerJoin('instance', 'instance.item_id', 'conflict.item_id')
    .select(['instance.series_row', 'instance.sop_instance_uid'])
    .where('conflict.resolved_at', 'is', null)
    .distinct();
  const open = builder.selectFrom(disputed.as('disputed')).select(count);
  const trashed = builder.selectFrom('item').select(count).where('trashed_at', 'is not', null);
  const [[conflicts] = []] = await rows(open.compile());
  const [[trash] = []] = await rows(trashed.compile());
  const totals = Object.fromEntries(found) as unknown as Totals;
  return { ...totals, conflicts: Number(conflicts), trash: Number(trash) };
}

/** Bytes of the studies whose first image came since then, and when the first study of all came. */
export async function arrivedSince(
  engine: Engine,
  since: string,
): Promise<{ readonly bytes: number; readonly firstAt: string | null }> {
  const { builder, rows } = engine;
  const lately = builder
    .selectFrom('study')
    .select(({ fn }) => fn.sum<number>('size').as('bytes'))
    .where('first_received_at', '>=', since);
  const first = builder.selectFrom('study').select(({ fn }) => fn.min('first_received_at').as('at'));
  const [[bytes] = []] = await rows(lately.compile());
  const [[firstAt] = []] = await rows(first.compile());
  return { bytes: Number(bytes ?? 0), firstAt: firstAt == null ? null : String(firstAt) };
}
