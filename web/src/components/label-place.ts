import { quoted } from '../format/quoted.ts';

/** Where the studies with a label are shown: it is searched for. */
export const labelPlace = (name: string): string =>
  `/studies?${new URLSearchParams({ q: `label:${quoted(name)}` })}`;
