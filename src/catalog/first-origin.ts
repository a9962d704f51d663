import { type RawBuilder, sql } from 'kysely';
import type { Origin } from '../contract/index.ts';
import { type Engine, type Row, rowsOf } from './engine/engine.ts';

/** The columns of an item that hold its first origin, in the order in which `originFrom` takes them. */
export const originColumns: RawBuilder<unknown> = sql`item.received_at, item.via, item.sender, item.address, item.receiver, item.domain`;

export function originFrom([receivedAt, via, sender, address, receiver, domain]: Row): Origin {
  return {
    receivedAt: receivedAt as string,
    via: via as Origin['via'],
    sender: sender as string,
    address: address as string,
    receiver: receiver as string,
    ...(domain === null ? {} : { domain: domain as string }),
  };
}

/** Undefined when there is no such item. */
export async function firstOrigin(engine: Engine, itemId: number): Promise<Origin | undefined> {
  const [row] = await rowsOf(engine, sql`SELECT ${originColumns} FROM item WHERE item.id = ${itemId}`);
  return row && originFrom(row);
}
