import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useUndo } from '../undo.tsx';
import { useFailed } from '../use-failed.ts';

/** Puts studies into the trash at once, and offers to take them out again. */
export function useRemove(onRemoved?: () => void) {
  const { t } = useTranslation('actions');
  const client = useQueryClient();
  const onError = useFailed();
  const offerUndo = useUndo();
  return useMutation({
    mutationFn: (studies: readonly string[]) => api.remove({ selection: { studies: [...studies] } }),
    onSuccess: ({ id, instances }) => {
      onRemoved?.();
      void client.invalidateQueries();
      if (id !== null) offerUndo(t('removed', { count: instances }), () => restore(id));
    },
    onError,
  });

  async function restore(id: string): Promise<void> {
    await api.trashRestore({ ids: [id] });
    await client.invalidateQueries();
  }
}
