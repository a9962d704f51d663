/** The place of one pane: whether keys act on it, and what can be dropped into it. */
import { IconPhotoPlus } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DraggedSeries, droppedSeries, isDrag } from './series-drag.ts';
import styles from './workspace.module.css';

interface PaneFrameProps {
  /** From 0. */
  readonly index: number;
  /** Whether there are others to tell it from. */
  readonly isAlone: boolean;
  readonly isActive: boolean;
  readonly onActive: () => void;
  readonly onFull: () => void;
  readonly onDrop: (dropped: DraggedSeries) => void;
  /** Nothing: an empty pane says what it is for. */
  readonly children: ReactNode;
}

export function PaneFrame({ index, isAlone, isActive, onActive, onFull, onDrop, children }: PaneFrameProps) {
  const { t } = useTranslation('workspace');
  const [isTarget, setTarget] = useState(false);
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    // Keys go where the mark is: when it moved by a key, the focus goes along.
    const isElsewhere = document.activeElement?.closest('[data-pane]') !== frame.current;
    if (isActive && !isAlone && isElsewhere && document.activeElement?.closest('[data-pane]'))
      frame.current?.focus();
  }, [isActive, isAlone]);
  const onDragOver = (event: DragEvent) => {
    if (!isDrag(event)) return;
    event.preventDefault();
    setTarget(true);
  };
  const onDropped = (event: DragEvent) => {
    event.preventDefault();
    setTarget(false);
    const dropped = droppedSeries(event);
    if (dropped) onDrop(dropped);
  };
  return (
    <section
      ref={frame}
      className={styles.pane}
      aria-label={t('pane', { number: index + 1 })}
      // Tab goes from pane to pane.
      tabIndex={isAlone ? undefined : 0}
      data-pane={index + 1}
      data-active={(isActive && !isAlone) || undefined}
      data-target={isTarget || undefined}
      onFocus={onActive}
      onPointerDownCapture={onActive}
      onDoubleClick={onFull}
      onDragOver={onDragOver}
      onDragLeave={() => setTarget(false)}
      onDrop={onDropped}
    >
      {children ?? (
        <div className={styles.empty}>
          <IconPhotoPlus size={32} aria-hidden />
          {t('emptyPane')}
        </div>
      )}
    </section>
  );
}
