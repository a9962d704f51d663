/** Views that somebody saved: they stand in the account, and are the same in every browser. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { IsocenterError, type SavedView } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { savedViews } from '../../api/views.ts';
import { useFailed } from '../../components/use-failed.ts';
import { forgetLocalViews, localViews } from './local-views.ts';

export function useSavedViews() {
  const client = useQueryClient();
  const onError = useFailed();
  const { data } = useQuery(savedViews);
  const options = {
    onSuccess: (views: { views: SavedView[] }) => client.setQueryData(savedViews.queryKey, views),
    onError,
  };
  const save = useMutation({ mutationFn: (view: SavedView) => api.myViewSave(view), ...options });
  const forget = useMutation({ mutationFn: (name: string) => api.myViewForget({ name }), ...options });
  const bring = useMutation({ mutationFn: bringLocal, ...options });
  const { mutate } = bring;
  useEffect(() => {
    if (data && localViews().length > 0) mutate(data.views);
  }, [data, mutate]);
  return { views: data?.views ?? [], save: save.mutate, forget: forget.mutate };
}

/** What this browser kept before accounts did, once. What the account has under the same name stays. */
async function bringLocal(known: readonly SavedView[]): Promise<{ views: SavedView[] }> {
  const names = new Set(known.map(({ name }) => name));
  let views = [...known];
  for (const view of localViews()) if (!names.has(view.name)) views = (await saved(view)) ?? views;
  forgetLocalViews();
  return { views };
}

/** Undefined for what is none, which nobody can use. */
async function saved(view: SavedView): Promise<SavedView[] | undefined> {
  try {
    return (await api.myViewSave(view)).views;
  } catch (error) {
    if (error instanceof IsocenterError && error.code === 'input/invalid') return undefined;
    throw error;
  }
}
