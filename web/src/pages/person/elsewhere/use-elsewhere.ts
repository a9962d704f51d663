import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ElsewhereStudy } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { useUndo } from '../../../components/undo.tsx';
import { useFailed } from '../../../components/use-failed.ts';

/** What can be done with what is elsewhere. All of it can be taken back. */
export function useElsewhere() {
  const { t } = useTranslation('elsewhere');
  const client = useQueryClient();
  const offerUndo = useUndo();
  const onError = useFailed();
  const put = async (study: ElsewhereStudy) => {
    await api.elsewherePut(study);
    await client.invalidateQueries({ queryKey: ['people'] });
  };
  /** It came: the study is here. */
  const replace = useMutation({
    mutationFn: async ({ known, by }: { readonly known: ElsewhereStudy; readonly by: string }) => {
      await put({ ...known, studyInstanceUid: by });
      offerUndo(t('replaced'), () => put(known));
    },
    onError,
  });
  /** It is not that one. */
  const refuse = useMutation({
    mutationFn: async ({ known, by }: { readonly known: ElsewhereStudy; readonly by: readonly string[] }) => {
      await put({ ...known, studyInstanceUid: null, notStudies: [...new Set([...known.notStudies, ...by])] });
      offerUndo(t('refused'), () => put(known));
    },
    onError,
  });
  const remove = useMutation({
    mutationFn: async ({ uid }: ElsewhereStudy) => {
      const known = await api.elsewhereRemove({ uid });
      await client.invalidateQueries({ queryKey: ['people'] });
      offerUndo(t('removed'), () => put(known));
    },
    onError,
  });
  return { replace, refuse, remove };
}
