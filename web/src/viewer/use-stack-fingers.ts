import { useMemo } from 'react';
import type { StackView } from './engine/stack-view.ts';
import { type FingerActions, useFingers } from './use-fingers.ts';

/** From the top of a pane to its bottom all images pass, each for so many pixels of the screen (CSS). */
const FEWEST_PIXELS = 3;
const MOST_PIXELS = 24;

/** One finger scrolls, two move and zoom. @param isDrawing one finger draws */
export function useStackFingers(
  element: HTMLElement | null,
  view: StackView | undefined,
  isDrawing: boolean,
): void {
  const actions = useMemo(
    () => (element && view ? fingerActions(element, view) : undefined),
    [element, view],
  );
  useFingers(element, actions, isDrawing);
}

function fingerActions(element: HTMLElement, view: StackView): FingerActions {
  let rest = 0;
  return {
    drag(_, y) {
      const share = element.clientHeight / view.images.ids.length;
      const perImage = Math.min(MOST_PIXELS, Math.max(FEWEST_PIXELS, share));
      const images = Math.trunc((rest + y) / perImage);
      rest += y - images * perImage;
      if (images !== 0) view.scrollBy(images);
    },
    pan: (x, y) => view.pan(x, y),
    zoomBy: (factor) => view.zoomBy(factor),
  };
}
