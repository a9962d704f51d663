/** One of the three planes: its picture, the lines of the others, letters and scale. */
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type ReactNode, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Edges } from '../edges.tsx';
import type { EngineToolName } from '../engine/engine.ts';
import { MarkLayer } from '../measure/mark-layer.tsx';
import { ScaleBar } from '../scale-bar.tsx';
import viewportStyles from '../viewport.module.css';
import { CrossLines } from './cross-lines.tsx';
import type { MprView } from './mpr-view.ts';
import { planeGround } from './plane-ground.ts';
import type { PlaneName } from './planes.ts';
import { usePanePointer } from './use-pane-pointer.ts';
import styles from './volume.module.css';

interface MprPaneProps {
  readonly study: string;
  readonly series: string;
  readonly plane: PlaneName;
  readonly view: MprView | undefined;
  /** Of the left button; undefined while it draws. */
  readonly tool: EngineToolName | undefined;
  /** What lies over the picture. */
  readonly children: ReactNode;
  readonly onElement: (element: HTMLDivElement | null) => void;
  /** The mouse, or the keyboard, came here. */
  readonly onActive: () => void;
  readonly onMaximize: () => void;
}

export function MprPane({ onElement, onActive, onMaximize, view, ...shown }: MprPaneProps) {
  const { plane } = shown;
  const { t } = useTranslation('volume');
  return (
    <section
      className={`${viewportStyles.viewport} ${styles.pane}`}
      aria-label={t(`plane_${plane}`)}
      data-plane={plane}
      onPointerEnter={onActive}
    >
      <div ref={onElement} className={viewportStyles.element} />
      {view && <Seen view={view} {...shown} />}
      <button type="button" className={`${styles.name} ${styles[plane]}`} onClick={onMaximize}>
        {t(`plane_${plane}`)}
      </button>
    </section>
  );
}

interface SeenProps extends Omit<MprPaneProps, 'onElement' | 'onActive' | 'onMaximize' | 'view'> {
  readonly view: MprView;
}

function Seen({ view, study, series, plane, tool, children }: SeenProps) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const [over, setOver] = useState<HTMLDivElement | null>(null);
  const [surface, setSurface] = useState<HTMLDivElement | null>(null);
  const pointer = usePanePointer(over, view, plane, tool);
  const ground = useMemo(() => planeGround(view, plane, { study, series }), [view, plane, study, series]);
  const { panes } = useSyncExternalStore(view.subscribe, view.get);
  const state = panes[plane];
  return (
    <div ref={useMergedRef(ref, setOver)} className={styles.over} data-millimetres={state.millimetres}>
      {children}
      <div ref={setSurface} className={styles.surface} {...pointer} />
      {width > 0 && (
        <CrossLines
          state={state}
          size={[width, height]}
          isHeld={tool !== undefined}
          onMove={(spot) => view.moveToSpot(plane, spot)}
          onTurn={(angle) => view.turnIn(plane, angle)}
        />
      )}
      {surface && <MarkLayer element={surface} ground={ground} />}
      <Edges {...state.letters} />
      <ScaleBar millimetres={state.millimetres} source="patient" />
    </div>
  );
}
