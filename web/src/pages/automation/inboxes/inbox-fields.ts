import type { EntryForm } from '../entries/changed.ts';
import { folderBelow, splitFolder } from '../entries/folder-below.ts';
import { numberOf, type Says, textOf } from '../entries/says.ts';

/** What is said of an inbox in its dialog, and how the automation file says it. */
export interface InboxFields {
  readonly name: string;
  /** One of the folders that the archive may take files out of. */
  readonly source: string;
  readonly subfolder: string;
  readonly quietSeconds: number;
  readonly taken: (typeof takenChoices)[number];
}

export const takenChoices = ['leave', 'move', 'delete'] as const;

/** Where files go that were taken in, when they are moved. */
const MOVED_TO = 'done';

/** What it takes to be meant where nothing is said. */
const usual = { quietSeconds: 30, taken: 'leave' } as const;

export const newInbox = (source: string): InboxFields => ({ name: '', source, subfolder: '', ...usual });

function inboxFieldsOf(sources: readonly string[], name: string, says: Says): InboxFields {
  const taken = typeof says.taken === 'object' ? 'move' : says.taken;
  const { above: source, below: subfolder } = splitFolder(sources, textOf(says.folder));
  return {
    ...{ name, source, subfolder, quietSeconds: numberOf(says.quietSeconds, usual.quietSeconds) },
    taken: takenChoices.find((one) => one === taken) ?? usual.taken,
  };
}

/** The inbox as the automation file has it. */
export function inboxOf({ name, source, subfolder, quietSeconds, taken }: InboxFields) {
  return {
    folder: folderBelow(source, subfolder.trim() || name),
    ...(quietSeconds !== usual.quietSeconds && { quietSeconds }),
    ...(taken !== usual.taken && { taken: taken === 'move' ? { move: MOVED_TO } : taken }),
  };
}

/** @param sources folders that the archive may take files out of */
export const inboxForm = (sources: readonly string[]): EntryForm<InboxFields> => ({
  fieldsOf: (name, says) => inboxFieldsOf(sources, name, says),
  entryOf: inboxOf,
});
