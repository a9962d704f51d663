import { useCallback, useState } from 'react';
import type { ViewControls } from '../view-controls.ts';

/** The views that are open, by pane. */
export function useViews() {
  const [views, setViews] = useState<readonly (ViewControls | undefined)[]>([]);
  const onView = useCallback((index: number, view: ViewControls | undefined) => {
    setViews((before) => {
      const after = [...before];
      after[index] = view;
      return after;
    });
  }, []);
  return { views, onView };
}
