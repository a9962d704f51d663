import { useEffect, useSyncExternalStore } from 'react';
import { type AddingState, told } from './adding-state.ts';

export const useAdding = (): AddingState => useSyncExternalStore(told.subscribe, told.get);

/** A page that is closed meanwhile says so before. */
export function useStayWhileAdding({ phase }: AddingState): void {
  const isBusy = phase === 'looking' || phase === 'sending' || phase === 'paused';
  useEffect(() => {
    if (!isBusy) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isBusy]);
}
