import type { Term } from './term.ts';

/** What was typed of a term that could mean something else; undefined where it was said what it means, or there is no doubt. */
export function wordOf({ kind, text }: Term): string | undefined {
  if (kind !== 'key' && kind !== 'word') return undefined;
  const bare = text.replace(/^\p{L}+:/u, '').replace(/["„“”]/g, '');
  return /[<>=]/.test(bare) || /^[\d.]{12,}$/.test(bare) ? undefined : bare;
}
