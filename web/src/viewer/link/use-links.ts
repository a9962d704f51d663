/** Panes that go along with the active one. */
import { useEffect } from 'react';
import type { StackView } from '../engine/stack-view.ts';
import { isStack, type ViewControls } from '../view-controls.ts';
import type { Links } from './links.ts';
import { samePlace } from './same-place.ts';

export function useLinks(views: readonly (ViewControls | undefined)[], active: number, links: Links): void {
  const { scroll, window } = links;
  useEffect(() => {
    const leader = views[active];
    const others = views.filter(isStack).filter((view) => view !== leader);
    if (!isStack(leader) || others.length === 0) return;
    const stops = [scroll && followScroll(leader, others), window && followWindow(leader, others)];
    return () => {
      for (const stop of stops) if (stop) stop();
    };
  }, [views, active, scroll, window]);
}

function followScroll(leader: StackView, others: readonly StackView[]): () => void {
  let last = leader.get().wanted;
  const starts = new Map(others.map((other) => [other, { leader: last, other: other.get().wanted }]));
  return leader.subscribe(() => {
    const { wanted } = leader.get();
    if (wanted === last) return;
    last = wanted;
    for (const [other, start] of starts) {
      const target = samePlace(leader.slices, wanted, other.slices, start);
      if (target !== undefined) other.goTo(target);
    }
  });
}

/** Greys of one kind: a window of a CT says nothing about an MR. */
function followWindow(leader: StackView, others: readonly StackView[]): () => void {
  const alike = others.filter(({ modality }) => modality === leader.modality);
  let last = leader.get().window;
  return leader.subscribe(() => {
    const { window } = leader.get();
    if (!window || (window.center === last?.center && window.width === last.width)) return;
    last = window;
    for (const other of alike) other.setWindow(window);
  });
}
