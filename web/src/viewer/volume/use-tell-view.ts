import { useEffect } from 'react';
import type { ViewControls } from '../view-controls.ts';

/** Tells what can be done with a view for as long as it is open. @param controlsOf @param onView stay the same functions */
export function useTellView<View>(
  view: View | undefined,
  modality: string,
  controlsOf: (view: View, modality: string) => ViewControls,
  onView: (controls: ViewControls | undefined) => void,
): void {
  useEffect(() => {
    if (!view) return;
    onView(controlsOf(view, modality));
    return () => onView(undefined);
  }, [view, modality, controlsOf, onView]);
}
