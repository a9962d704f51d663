import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Longest wait where a browser does not say when it has nothing to do, ms. */
const SOON_MS = 1_500;

/** Loads the viewer when the page has nothing else to do: who looks at a study opens it next. */
export function useViewerSoon(study: string): void {
  const router = useRouter();
  useEffect(() => {
    if (savesData()) return;
    const load = () => void router.preloadRoute({ to: '/viewer/$study', params: { study } });
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(load, SOON_MS);
      return () => clearTimeout(timer);
    }
    const asked = requestIdleCallback(load);
    return () => cancelIdleCallback(asked);
  }, [router, study]);
}

/** Somebody asked the browser to load no more than it must. */
function savesData(): boolean {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}
