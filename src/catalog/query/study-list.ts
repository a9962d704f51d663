import type { Row } from '../engine/engine.ts';
import { compareRows, type RowOrder, sortRows } from './order.ts';
import { RowSet } from './row-set.ts';

/** Studies of a bucket when it is made, and how many it may come to hold. */
const BUCKET = 128;
const FULL_BUCKET = 2 * BUCKET;

/** Neighbours in the order. */
interface Bucket {
  /** None of these comes before it, and none of an earlier bucket after it; what it is of the first one does not matter. */
  readonly from: Row;
  /** In any order. */
  readonly ids: Uint32Array;
}

/**
 * Studies in an order as ids, in buckets of neighbours. A row is the values of the order's columns, the last of which is
 * the id; only the one that a bucket begins at is kept, and what lies in a bucket is for the database to sort. So a list takes
 * some 8 bytes for a study, and one that comes goes into its bucket without a look at others. A list never changes; a new
 * one shares the buckets that stay as they were.
 */
export class StudyList {
  readonly order: RowOrder;
  readonly size: number;
  readonly #buckets: readonly Bucket[];
  /** No id is larger. */
  readonly #largest: number;

  /** Use {@link StudyListMaker}. */
  constructor(order: RowOrder, buckets: readonly Bucket[], largest: number) {
    this.order = order;
    this.size = buckets.reduce((sum, { ids }) => sum + ids.length, 0);
    this.#buckets = buckets;
    this.#largest = largest;
  }

  /**
   * All ids from a position on, and some that come before it, in pieces that lie in the order. Each but the last has at least
   * so many that do not come before it, in any order.
   * @param most the least of each piece is twice that of the one before, up to this.
   */
  *pieces(position: Row | undefined, least: number, most = least): Generator<number[]> {
    const first = position ? this.#placeOf(position) : 0;
    let before = position ? (this.#buckets[first]?.ids.length ?? 0) : 0;
    let wanted = least;
    let piece: number[] = [];
    for (let at = first; at < this.#buckets.length; at++) {
      for (const id of this.#buckets[at]!.ids) piece.push(id);
      if (piece.length < before + wanted) continue;
      yield piece;
      piece = [];
      before = 0;
      wanted = Math.min(2 * wanted, most);
    }
    if (piece.length > 0) yield piece;
  }

  /** Without so many that come first, as far as buckets end there. */
  without(first: number): { readonly rest: StudyList; readonly skipped: number } {
    let skipped = 0;
    const start = this.#buckets.findIndex(({ ids }) => {
      if (skipped + ids.length > first) return true;
      skipped += ids.length;
      return false;
    });
    return { rest: this.#part(start < 0 ? this.#buckets.length : start), skipped };
  }

  /** What lies between two rows, both included, and some around it. */
  between(first: Row, last: Row): StudyList {
    return this.#part(this.#placeOf(first), this.#placeOf(last) + 1);
  }

  /** What lies in the first and in the last bucket, and how many between them. */
  get ends(): { readonly ids: readonly number[]; readonly between: number } {
    const outer = new Set([this.#buckets[0], this.#buckets.at(-1)]);
    const ids = [...outer].flatMap((bucket) => (bucket ? [...bucket.ids] : []));
    return { ids, between: this.size - ids.length };
  }

  #part(start: number, end = this.#buckets.length): StudyList {
    return new StudyList(this.order, this.#buckets.slice(start, end), this.#largest);
  }

  /**
   * The list after studies have changed.
   * @param ids of all that have.
   * @param rows of those among them that belong to the list now.
   */
  changed(ids: Iterable<number>, rows: readonly Row[]): StudyList {
    if (this.#buckets.length === 0) return listOf(this.order, sortRows([...rows], this.order));
    const { gone, arriving } = this.#movesTo(ids, rows);
    if (gone.size === 0 && arriving.size === 0) return this;
    const buckets = this.#buckets.map((bucket, place): Bucket => {
      const left = gone.size > 0 ? remaining(bucket.ids, gone) : bucket.ids;
      const more = arriving.get(place);
      if (!more && left === bucket.ids) return bucket;
      return { from: bucket.from, ids: more ? Uint32Array.from([...left, ...more]) : left };
    });
    const largest = rows.reduce((most, row) => Math.max(most, idOf(row)), this.#largest);
    return new StudyList(
      this.order,
      buckets.filter(({ ids }) => ids.length > 0),
      largest,
    );
  }

  /** Which are to be taken out of where they may be, and which are to be put into which bucket. */
  #movesTo(ids: Iterable<number>, rows: readonly Row[]) {
    const gone = new RowSet();
    for (const id of ids) if (id <= this.#largest) gone.add(id);
    const arriving = new Map<number, number[]>();
    for (const row of rows) {
      const [id, place] = [idOf(row), this.#placeOf(row)];
      if (this.#buckets[place]!.ids.includes(id)) gone.delete(id);
      else arriving.set(place, [...(arriving.get(place) ?? []), id]);
    }
    return { gone, arriving };
  }

  /** The ids of each bucket that holds too many. */
  get overfull(): readonly Uint32Array[] {
    return this.#buckets.flatMap(({ ids }) => (ids.length > FULL_BUCKET ? [ids] : []));
  }

  /**
   * The list with a bucket in several.
   * @param rows of what it holds, in the order.
   */
  split(bucket: Uint32Array, rows: readonly Row[]): StudyList {
    const buckets = this.#buckets.flatMap((each, place) =>
      each.ids === bucket ? this.#pieceOf(each, this.#buckets[place + 1]?.from, rows) : [each],
    );
    return new StudyList(this.order, buckets, this.#largest);
  }

  /** What has moved meanwhile, and is known to have by a later event, must not make buckets lie out of order. */
  #pieceOf({ from }: Bucket, end: Row | undefined, rows: readonly Row[]): Bucket[] {
    const isInside = (row: Row) =>
      compareRows(from, row, this.order) < 0 && !(end && compareRows(row, end, this.order) >= 0);
    const starts = rows.flatMap((row, at) => (at > 0 && at % BUCKET === 0 && isInside(row) ? [at] : []));
    return [0, ...starts].map((start, index) => ({
      from: start === 0 ? from : rows[start]!,
      ids: Uint32Array.from(rows.slice(start, starts[index]), idOf),
    }));
  }

  /** The last bucket that begins at a position or before it: earlier ones have nothing behind it. */
  #placeOf(position: Row): number {
    let [low, high] = [0, this.#buckets.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareRows(this.#buckets[middle]!.from, position, this.order) <= 0) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

/** Makes a list of rows that come in its order. */
export class StudyListMaker {
  readonly #order: RowOrder;
  readonly #buckets: Bucket[] = [];
  #from: Row = [];
  #ids: number[] = [];
  #largest = 0;

  constructor(order: RowOrder) {
    this.#order = order;
  }

  add(row: Row): void {
    const id = idOf(row);
    if (this.#ids.length === 0) this.#from = row;
    this.#ids.push(id);
    this.#largest = Math.max(this.#largest, id);
    if (this.#ids.length === BUCKET) this.#close();
  }

  list(): StudyList {
    if (this.#ids.length > 0) this.#close();
    return new StudyList(this.#order, this.#buckets, this.#largest);
  }

  #close(): void {
    this.#buckets.push({ from: this.#from, ids: Uint32Array.from(this.#ids) });
    this.#ids = [];
  }
}

/** @param rows in the order. */
export function listOf(order: RowOrder, rows: Iterable<Row>): StudyList {
  const making = new StudyListMaker(order);
  for (const row of rows) making.add(row);
  return making.list();
}

const idOf = (row: Row): number => Number(row.at(-1));

/** The same one when nothing of it is gone. */
function remaining(ids: Uint32Array, gone: RowSet): Uint32Array {
  // A million are looked through: a loop takes a tenth of what calls take.
  for (let at = 0; at < ids.length; at++) {
    if (gone.has(ids[at]!)) return ids.filter((id) => !gone.has(id));
  }
  return ids;
}
