/** What is on the screen of the viewer: panes in a layout, each with a series and a way to see it. Pure. */
import type { FindRow } from '../../../../src/contract/index.ts';
import { type Hanging, inOrderOfWorth } from './hanging.ts';
import { fitted, type Layout, type Pane, paneCount, sizeOf } from './panes.ts';

export interface Workspace {
  readonly layout: Layout;
  /** As many as the layout has, row after row. */
  readonly panes: readonly Pane[];
  /** The pane that keys and buttons act on, from 0. */
  readonly active: number;
  /** Whether the active pane has the place of all. */
  readonly isFull: boolean;
}

/** How a study is shown of which nobody said anything yet. */
export const opened = (hanging: Hanging): Workspace => ({ ...hanging, active: 0, isFull: false });

/** Whether the same hangs in the same places, whichever image is seen of it. */
export const isSameHanging = (a: Workspace, b: Workspace): boolean =>
  a.layout === b.layout &&
  a.isFull === b.isFull &&
  a.panes.every(({ series, study }, i) => series === b.panes[i]?.series && study === b.panes[i]?.study);

export const withActive = (before: Workspace, active: number): Workspace => ({
  ...before,
  active: Math.min(Math.max(0, active), before.panes.length - 1),
});

const withPane = (before: Workspace, index: number, pane: Pane): Workspace => ({
  ...before,
  panes: before.panes.with(index, pane),
});

/** A series in a pane, which is the active one from then on; it begins with its most telling image. */
export const withSeries = (before: Workspace, index: number, pane: Pane): Workspace =>
  withActive(withPane(before, index, pane), index);

/** The series of a volume that had the place of all panes: in the active one, where it is not already. */
export const withVolume = (before: Workspace, series: string | undefined): Workspace =>
  series === undefined || before.panes[before.active]?.series === series
    ? before
    : withSeries(before, before.active, { kind: 'stack', series });

/** The image that came to rest in a pane, unless the pane shows something else by now. */
export function withImage(before: Workspace, index: number, series: string, image: number): Workspace {
  const pane = before.panes[index];
  return pane?.series === series ? withPane(before, index, { ...pane, image }) : before;
}

export const withFull = (before: Workspace, isFull: boolean): Workspace => ({ ...before, isFull });

/** The active pane stays; new ones get series that are not seen yet. */
export function withLayout(before: Workspace, layout: Layout, series: readonly FindRow[]): Workspace {
  const count = paneCount(layout);
  const first = Math.max(0, before.active - count + 1);
  const kept = before.panes.slice(first, first + count);
  const seen = new Set(kept.map((pane) => pane.series));
  const unseen = inOrderOfWorth(series).filter((pane) => !seen.has(pane.series));
  const panes = fitted(kept, layout).map((pane) =>
    pane.series === undefined ? (unseen.shift() ?? pane) : pane,
  );
  return { layout, panes, active: before.active - first, isFull: false };
}

export type Direction = 'left' | 'right' | 'up' | 'down';
const steps: Readonly<Record<Direction, readonly [row: number, column: number]>> = {
  left: [0, -1],
  right: [0, 1],
  up: [-1, 0],
  down: [1, 0],
};

/** The neighbour of the active pane is the active one; at the edge nothing changes. */
export function withNeighbour(before: Workspace, direction: Direction): Workspace {
  const { rows, columns } = sizeOf(before.layout);
  const [down, right] = steps[direction];
  const row = Math.floor(before.active / columns) + down;
  const column = (before.active % columns) + right;
  const isThere = row >= 0 && row < rows && column >= 0 && column < columns;
  return isThere ? withActive(before, row * columns + column) : before;
}

/** Another study beside the one that is active: in the pane after it, which is made where there is none. */
export function withBeside(before: Workspace, pane: Pane): Workspace {
  const layout = before.layout === '1x1' ? '1x2' : before.layout;
  const panes = fitted(before.panes, layout);
  const place = (before.active + 1) % panes.length;
  return { layout, panes: panes.with(place, pane), active: before.active, isFull: false };
}
