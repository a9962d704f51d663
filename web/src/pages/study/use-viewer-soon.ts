import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { idle } from '../../components/idle.ts';

/** Fetches the viewer when the page has nothing else to do: who looks at a study opens it next. */
export function useViewerSoon(study: string): void {
  const router = useRouter();
  useEffect(() => {
    if (savesData()) return;
    let isLeft = false;
    void idle().then(() => {
      if (!isLeft) void router.preloadRoute({ to: '/viewer/$study', params: { study } });
    });
    return () => {
      isLeft = true;
    };
  }, [router, study]);
}

/** Somebody asked the browser to load no more than it must. */
function savesData(): boolean {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}
