/** Panes, and the layouts in which they stand. Pure. */
import type { PaneKind } from './pane-kinds.ts';

/** Rows x columns. */
export const layouts = ['1x1', '1x2', '2x1', '2x2', '2x3', '3x3'] as const;
export type Layout = (typeof layouts)[number];

export interface Pane {
  readonly kind: PaneKind;
  /** Of another study than the one that the viewer was opened with. */
  readonly study?: string | undefined;
  /** Empty panes have none. */
  readonly series?: string | undefined;
  /** From 0; the most telling one where it is left out. */
  readonly image?: number | undefined;
}

export const emptyPane: Pane = { kind: 'stack' };

export function sizeOf(layout: Layout): { readonly rows: number; readonly columns: number } {
  const [rows = 1, columns = 1] = layout.split('x').map(Number);
  return { rows, columns };
}

export function paneCount(layout: Layout): number {
  const { rows, columns } = sizeOf(layout);
  return rows * columns;
}

/** The smallest one with room for so many panes. */
export const layoutFor = (count: number): Layout =>
  layouts.find((layout) => paneCount(layout) >= count) ?? '3x3';

/** As many panes as the layout has: the last ones are left out, or empty ones are added. */
export const fitted = (panes: readonly Pane[], layout: Layout): Pane[] =>
  Array.from({ length: paneCount(layout) }, (_, i) => panes[i] ?? emptyPane);
