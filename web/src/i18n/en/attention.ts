import { type AttentionAbout, attentionAbout, attentionHints } from '../../../../src/contract/index.ts';

const titles = Object.fromEntries(
  Object.entries(attentionAbout).map(([about, { title }]) => [about, title]),
) as Readonly<Record<AttentionAbout, string>>;

/** What needs a person: the archive says it in English itself. What it fills in stands in braces. */
export const attention = { ...titles, ...attentionHints };
