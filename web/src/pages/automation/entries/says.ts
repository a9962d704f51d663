/** What the automation file says of an entry: its words and their values. */
export type Says = Readonly<Record<string, unknown>>;

/** A part that has words of its own; none of them where it is something else. */
export const partOf = (value: unknown): Says =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Says) : {};

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** One value may stand there without a list. */
export const textsOf = (value: unknown): string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string');

export const numberOf = <Usual>(value: unknown, usual: Usual): number | Usual =>
  typeof value === 'number' ? value : usual;

/** Whether it means the same: in which order words stand does not matter, and a list of one is that one. */
export const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(canonical(one)) === JSON.stringify(canonical(other));

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? canonical(value[0]) : value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const words = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(words.map(([word, its]) => [word, canonical(its)]));
}

/** The words that have to be written so that the file says the other; null takes one out. Comments behind what stays the same stay. */
export function changeOf(before: Says, after: Says): Says {
  const changed = Object.entries(after).filter(([word, value]) => !isSame(value, before[word]));
  const gone = Object.keys(before).filter((word) => !(word in after));
  return Object.fromEntries([...changed, ...gone.map((word) => [word, null] as const)]);
}
