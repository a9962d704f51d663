/** What keys do in the table: the same as in lists of files and mail. */
import { type KeyboardEvent, useState } from 'react';
import { extended, nothingSelected, type Selected, toggled } from './selection.ts';

/** Rows that Page keys move by. */
const PAGE = 12;

interface GridKeys {
  readonly count: number;
  readonly scrollTo: (row: number) => void;
  readonly onOpen: (row: number) => void;
  readonly onView: (row: number) => void;
}

export function useGridKeys({ count, scrollTo, onOpen, onView }: GridKeys) {
  const [active, setActive] = useState(0);
  const [selected, setSelected] = useState<Selected>(nothingSelected);

  function moveTo(row: number, isExtending: boolean): void {
    const there = Math.max(0, Math.min(count - 1, row));
    setActive(there);
    scrollTo(there);
    if (isExtending)
      setSelected((now) => extended(now.rows.size > 0 ? now : { ...now, anchor: active }, there));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Readonly<Record<string, number>> = {
      ...{ ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: count - 1 },
      ...{ PageDown: active + PAGE, PageUp: active - PAGE },
    };
    const target = moves[event.key];
    if (target !== undefined) moveTo(target, event.shiftKey);
    else if (event.key === 'Enter') onOpen(active);
    else if (event.key === 'v' || event.key === 'V') onView(active);
    else if (event.key === ' ') setSelected((now) => toggled(now, active));
    else if (event.key === 'Escape') setSelected(nothingSelected);
    else return;
    event.preventDefault();
  }

  /** A click makes a row the active one; with a key held it also selects. */
  function onPick(row: number, { isToggle, isRange }: { isToggle: boolean; isRange: boolean }): void {
    setActive(row);
    if (isRange) setSelected((now) => extended(now.rows.size > 0 ? now : { ...now, anchor: active }, row));
    else if (isToggle) setSelected((now) => toggled(now, row));
  }

  return { active, selected, setSelected, onKeyDown, onPick };
}
