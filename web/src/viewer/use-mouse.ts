import { useEffect } from 'react';
import type { StackView } from './engine/stack-view.ts';

/** A notch of a wheel; a touch pad says less at a time, and more often. */
const PIXELS_PER_IMAGE = 40;
const LINES_PER_IMAGE = 1;
const FAST = 10;

/**
 * The wheel scrolls, with Shift ten images at a time: browsers turn that into scrolling to the side. The right button zooms,
 * so it opens no menu.
 */
export function useMouse(element: HTMLElement | null, view: StackView | undefined): void {
  useEffect(() => {
    if (!element || !view) return;
    let rest = 0;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? PIXELS_PER_IMAGE : LINES_PER_IMAGE;
      const delta = (event.deltaY || event.deltaX) / unit;
      rest = Math.sign(delta) === Math.sign(rest) ? rest + delta : delta;
      const images = Math.trunc(rest);
      rest -= images;
      if (images !== 0) view.scrollBy(event.shiftKey ? Math.sign(images) * FAST : images);
    };
    const noMenu = (event: Event) => event.preventDefault();
    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('contextmenu', noMenu);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('contextmenu', noMenu);
    };
  }, [element, view]);
}
