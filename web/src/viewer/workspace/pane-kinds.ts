/** The ways to see a series in a pane. Each has a row in pane-view.tsx, too. */
import type { FindRow } from '../../../../src/contract/index.ts';

export const paneKinds = ['stack'] as const;
export type PaneKind = (typeof paneKinds)[number];

/** How a series is seen as it is opened. */
export function kindOfSeries(_row: FindRow): PaneKind {
  return 'stack';
}
