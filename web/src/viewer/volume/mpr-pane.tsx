/** One of the three planes: its picture, the lines of the others, letters and scale. */
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Edges } from '../edges.tsx';
import type { EngineToolName } from '../engine/engine.ts';
import { ScaleBar } from '../scale-bar.tsx';
import viewportStyles from '../viewport.module.css';
import { CrossLines } from './cross-lines.tsx';
import type { MprView } from './mpr-view.ts';
import type { PlaneName } from './planes.ts';
import { usePanePointer } from './use-pane-pointer.ts';
import styles from './volume.module.css';

interface MprPaneProps {
  readonly plane: PlaneName;
  readonly view: MprView | undefined;
  readonly tool: EngineToolName;
  readonly onElement: (element: HTMLDivElement | null) => void;
  /** The mouse, or the keyboard, came here. */
  readonly onActive: () => void;
  readonly onMaximize: () => void;
}

export function MprPane({ plane, view, tool, onElement, onActive, onMaximize }: MprPaneProps) {
  const { t } = useTranslation('volume');
  return (
    <section
      className={`${viewportStyles.viewport} ${styles.pane}`}
      aria-label={t(`plane_${plane}`)}
      data-plane={plane}
      onPointerEnter={onActive}
    >
      <div ref={onElement} className={viewportStyles.element} />
      {view && <Seen {...{ view, plane, tool }} />}
      <button type="button" className={`${styles.name} ${styles[plane]}`} onClick={onMaximize}>
        {t(`plane_${plane}`)}
      </button>
    </section>
  );
}

interface SeenProps {
  readonly view: MprView;
  readonly plane: PlaneName;
  readonly tool: EngineToolName;
}

function Seen({ view, plane, tool }: SeenProps) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const [over, setOver] = useState<HTMLDivElement | null>(null);
  const pointer = usePanePointer(over, view, plane, tool);
  const { panes } = useSyncExternalStore(view.subscribe, view.get);
  const state = panes[plane];
  return (
    <div ref={useMergedRef(ref, setOver)} className={styles.over} data-millimetres={state.millimetres}>
      <div className={styles.surface} {...pointer} />
      {width > 0 && (
        <CrossLines
          state={state}
          size={[width, height]}
          onMove={(spot) => view.moveToSpot(plane, spot)}
          onTurn={(angle) => view.turnIn(plane, angle)}
        />
      )}
      <Edges {...state.letters} />
      <ScaleBar millimetres={state.millimetres} source="patient" />
    </div>
  );
}
