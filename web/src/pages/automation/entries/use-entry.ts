import { useMutation, useQueryClient } from '@tanstack/react-query';
import { askForAutomation } from '../../../api/automation.ts';
import { useUndoable } from './use-undoable.ts';

interface EntryParts {
  /** The automation file as it was seen. */
  readonly text: string;
  /** What is told when it is not in the file any more. */
  readonly forgotten: string;
  /** Changes what the file says of it: words and their values, null takes a word out. */
  readonly change: (words: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly forget: () => Promise<{ readonly digest: string }>;
  /** Somebody wants to say something else of it. */
  readonly onChange: () => void;
}

/** A tree, rule or schedule that is in the automation file: switched on and off, changed, and taken out, which can be undone. */
export function useEntry({ text, forgotten, change, forget, onChange }: EntryParts) {
  const client = useQueryClient();
  const undoable = useUndoable(text);
  const turned = useMutation({
    mutationFn: (on: boolean) => change({ on: on ? null : false }),
    onSuccess: () => askForAutomation(client),
  });
  const takenOut = useMutation({ mutationFn: forget, onSuccess: (after) => undoable(forgotten, after) });
  return { turned, takenOut, onChange, error: turned.error ?? takenOut.error };
}

export type Entry = ReturnType<typeof useEntry>;

/** Work on an entry that a job does. */
export function useEntryJob<Asked = void>(begin: (asked: Asked) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: begin,
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['jobs'] });
      await askForAutomation(client);
    },
  });
}
