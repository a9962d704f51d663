/** Which rows are selected, and from where a range goes on: by position, as files are selected everywhere. */
export interface Selected {
  readonly rows: ReadonlySet<number>;
  /** The other end of a range. */
  readonly anchor: number;
}

export const nothingSelected: Selected = { rows: new Set(), anchor: 0 };

/** Rows of a selection; over it, ranges are cut. */
export const maximumSelected = 10_000;

export function toggled({ rows }: Selected, row: number): Selected {
  const next = new Set(rows);
  if (!next.delete(row) && next.size < maximumSelected) next.add(row);
  return { rows: next, anchor: row };
}

/** From the anchor to this row, and nothing else. */
export function extended({ anchor }: Selected, row: number): Selected {
  const [first, last] = [Math.min(anchor, row), Math.max(anchor, row)];
  const count = Math.min(last - first + 1, maximumSelected);
  return { rows: new Set(Array.from({ length: count }, (_, index) => first + index)), anchor };
}
