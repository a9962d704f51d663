import { type RefObject, useEffect } from 'react';

/**
 * Who has just searched goes on with what was found: the keys of the table work at once. While somebody still types, the box has other
 * words than those that were asked for.
 */
export function useFocusAfterSearch(grid: RefObject<HTMLElement | null>, asked: string): void {
  useEffect(() => {
    const { activeElement: box } = document;
    if (!(box instanceof HTMLInputElement) || box.closest('search') === null) return;
    if (box.value.trim() === asked) grid.current?.focus({ preventScroll: true });
  }, [grid, asked]);
}
