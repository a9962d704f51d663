/** A word of the search box. */
export interface Token {
  /** As typed, with its quotes. */
  readonly text: string;
  /** Without them. */
  readonly value: string;
  readonly isQuoted: boolean;
}

/** Words are apart by spaces; what stands in quotes is one, also behind a field: `name:"Van der Berg"`. */
export function tokensOf(query: string): Token[] {
  const texts = query.match(/(?:[^\s"„“”]|["„“”][^"„“”]*(?:["„“”]|$))+/g) ?? [];
  return texts
    .map((text) => ({ text, value: text.replace(/["„“”]/g, '').trim(), isQuoted: /^["„“”]/.test(text) }))
    .filter(({ value }) => value !== '');
}
