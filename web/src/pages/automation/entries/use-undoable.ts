import { useQueryClient } from '@tanstack/react-query';
import { askForAutomation } from '../../../api/automation.ts';
import { api } from '../../../api/client.ts';
import { useUndo } from '../../../components/undo.tsx';

/** Tells that the automation file was changed; undone, it is what it was. @param text the file as it was seen */
export function useUndoable(
  text: string,
): (words: string, after: { readonly digest: string }) => Promise<void> {
  const client = useQueryClient();
  const undo = useUndo();
  return async (words, { digest }) => {
    undo(words, async () => {
      await api.automationSave({ text, digest });
      await askForAutomation(client);
    });
    await askForAutomation(client);
  };
}
