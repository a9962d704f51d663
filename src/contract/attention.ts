/** What needs a person, told so that each reader is told in their language: what it is about, and what is wrong with it. */
import { fillTemplate, type IsocenterError } from '../base/index.ts';
import { type Problem, problemOf } from './problem.ts';

/** What to do, or what it means. */
export const attentionHints = {
  hint_examine: '`isocenter doctor` says what to do.',
  hint_free: 'Free some space; nothing is lost while it is full.',
  hint_untouched: 'Nothing in the archive is touched by it.',
  hint_left: '`isocenter nodes left` lists what is missing; fetch it before it is gone there.',
} as const;

interface AboutRow {
  /** `{name}` is filled in. */
  readonly title: string;
  readonly hint: keyof typeof attentionHints;
}

/** What it can be about. */
export const attentionAbout = {
  storage: { title: 'Storage', hint: 'hint_examine' },
  catalog: { title: 'Catalog', hint: 'hint_examine' },
  disk: { title: 'Disk', hint: 'hint_free' },
  automation: { title: 'Automation file', hint: 'hint_untouched' },
  inbox: { title: 'Inbox {name}', hint: 'hint_untouched' },
  retention: { title: 'Retention {name}', hint: 'hint_untouched' },
  tree: { title: 'Tree {name}', hint: 'hint_untouched' },
  rule: { title: 'Rule {name}', hint: 'hint_untouched' },
  folder: { title: 'What is to go to {name} waits', hint: 'hint_untouched' },
  schedule: { title: 'Schedule {name}', hint: 'hint_untouched' },
  extension: { title: 'Extension {name}', hint: 'hint_untouched' },
  node: { title: 'Node {name}', hint: 'hint_left' },
} as const satisfies Readonly<Record<string, AboutRow>>;

export type AttentionAbout = keyof typeof attentionAbout;

export interface Attention {
  readonly about: AttentionAbout;
  /** Of what it is about, as the automation file has it, or a path; null where there is only one. */
  readonly name: string | null;
  /** Without patient data. */
  readonly problem: Problem;
}

/** In English, without what to do. */
export function attentionInWords({ about, name, problem }: Attention): string {
  return `${fillTemplate(attentionAbout[about].title, { name: name ?? '' })}: ${problem.title}`;
}

/** What is wrong with each thing of a kind, by its name. */
export const attentionsOf = (
  about: AttentionAbout,
  problems: ReadonlyMap<string, IsocenterError>,
): Attention[] => Array.from(problems, ([name, error]) => ({ about, name, problem: problemOf(error) }));
