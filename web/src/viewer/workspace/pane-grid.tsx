/** All panes in their layout, or the active one alone. */
import { useCallback } from 'react';
import type { FindRow } from '../../../../src/contract/index.ts';
import { textOf } from '../../api/rows.ts';
import type { OpenEngine } from '../use-engine.ts';
import type { ViewControls } from '../view-controls.ts';
import { PaneFrame } from './pane-frame.tsx';
import { kindOfSeries } from './pane-kinds.ts';
import { PaneView } from './pane-view.tsx';
import { type Pane, sizeOf } from './panes.ts';
import type { DraggedSeries } from './series-drag.ts';
import type { WorkspaceInAddress } from './use-workspace.ts';
import styles from './workspace.module.css';
import { type Workspace, withActive, withFull, withImage, withSeries } from './workspace.ts';

interface PaneGridProps extends OpenEngine, Pick<WorkspaceInAddress, 'step' | 'note'> {
  /** The one that the viewer was opened with. */
  readonly study: string;
  readonly rows: readonly FindRow[];
  readonly workspace: Workspace;
  /** Stays the same function. */
  readonly onPictured: () => void;
  readonly onView: (index: number, view: ViewControls | undefined) => void;
}

export function PaneGrid({ workspace, ...rest }: PaneGridProps) {
  const { layout, panes, active, isFull } = workspace;
  const { rows, columns } = isFull ? { rows: 1, columns: 1 } : sizeOf(layout);
  const isAlone = panes.length === 1;
  return (
    <div
      className={styles.grid}
      style={{
        gridTemplate: `repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr))`,
      }}
    >
      {panes.map((pane, index) =>
        isFull && index !== active ? null : (
          <PlacedPane
            // biome-ignore lint/suspicious/noArrayIndexKey: a pane is its place
            key={index}
            {...{ ...rest, pane, index, isAlone, isActive: index === active, isFull }}
          />
        ),
      )}
    </div>
  );
}

interface PlacedPaneProps extends Omit<PaneGridProps, 'workspace'> {
  readonly pane: Pane;
  readonly index: number;
  readonly isAlone: boolean;
  readonly isActive: boolean;
  readonly isFull: boolean;
}

function PlacedPane({ pane, index, isAlone, isActive, isFull, ...props }: PlacedPaneProps) {
  const { library, engine, study, rows, step, note, onPictured, onView } = props;
  const { series, image, kind } = pane;
  const tellView = useCallback((view: ViewControls | undefined) => onView(index, view), [onView, index]);
  const tellImage = useCallback(
    (at: number) => {
      if (series !== undefined) note((before) => withImage(before, index, series, at));
    },
    [note, index, series],
  );
  const onDrop = (dropped: DraggedSeries) =>
    step((before) => withSeries(before, index, { ...dropped, kind: kindOf(dropped, rows) }));
  return (
    <PaneFrame
      {...{ index, isAlone: isAlone || isFull, isActive, onDrop }}
      onActive={() => !isActive && note((before) => withActive(before, index))}
      onFull={() => !isAlone && step((before) => withFull(withActive(before, index), !isFull))}
    >
      {series === undefined ? null : (
        <PaneView
          {...{ library, engine, series, image, kind, onPictured }}
          study={pane.study ?? study}
          memory={`${index} ${series}`}
          onView={tellView}
          onImage={tellImage}
        />
      )}
    </PaneFrame>
  );
}

function kindOf({ series }: DraggedSeries, rows: readonly FindRow[]) {
  const row = rows.find((each) => textOf(each, 'SeriesInstanceUID') === series);
  return kindOfSeries(row ?? {});
}
