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

export const newInbox = (source: string): InboxFields => ({
  ...{ name: '', source, subfolder: '', quietSeconds: 30, taken: 'leave' },
});

/** The inbox as the automation file has it. */
export function inboxOf({ name, source, subfolder, quietSeconds, taken }: InboxFields) {
  const below = (subfolder.trim() || name).replace(/^\/+|\/+$/g, '');
  return {
    folder: `${source.replace(/\/+$/, '')}/${below}`,
    quietSeconds,
    taken: taken === 'move' ? { move: MOVED_TO } : taken,
  };
}
