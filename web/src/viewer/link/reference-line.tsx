/** Where the image of the active pane cuts through the one that is seen here. */
import { useEffect, useState } from 'react';
import { applied } from '../engine/affine.ts';
import { cutThrough, sharesSpace } from '../engine/slice-geometry.ts';
import type { StackState } from '../engine/stack-state.ts';
import type { StackView } from '../engine/stack-view.ts';
import styles from './link.module.css';

interface ReferenceLineProps {
  readonly view: StackView;
  readonly state: StackState;
  /** Of the active pane. */
  readonly leader: StackView;
}

export function ReferenceLine({ view, leader, state: { shown, pixelToCanvas: place } }: ReferenceLineProps) {
  const [index, setIndex] = useState(leader.get().shown);
  useEffect(() => {
    setIndex(leader.get().shown);
    return leader.subscribe(() => setIndex(leader.get().shown));
  }, [leader]);
  const here = shown === undefined ? undefined : view.slices[shown];
  const there = index === undefined ? undefined : leader.slices[index];
  const cut = here && there && sharesSpace(here, there) ? cutThrough(there, here) : undefined;
  if (!cut || !place) return null;
  const [[x1, y1], [x2, y2]] = [applied(place, cut[0]), applied(place, cut[1])];
  return (
    <svg className={styles.layer} aria-hidden>
      <line data-reference-line className={styles.line} {...{ x1, y1, x2, y2 }} />
    </svg>
  );
}
