/** The slices of a volume one by one, and which of several volumes. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Busy } from '../busy.tsx';
import { Edges } from '../edges.tsx';
import { applied, inverse } from '../engine/affine.ts';
import type { Engine } from '../engine/engine.ts';
import type { Vector } from '../engine/orientation.ts';
import type { StackState } from '../engine/stack-state.ts';
import type { StackView } from '../engine/stack-view.ts';
import { MarkLayer } from '../measure/mark-layer.tsx';
import { useMarking } from '../measure/marking.ts';
import { stackGround } from '../measure/stack-ground.ts';
import { ScaleBar } from '../scale-bar.tsx';
import { useMouse } from '../use-mouse.ts';
import { useRestingImage } from '../use-resting-image.ts';
import { useStackState } from '../use-stack.ts';
import { useStackFingers } from '../use-stack-fingers.ts';
import styles from '../viewport.module.css';
import { FailedImage } from '../viewport-message.tsx';
import { NiftiFacts } from './nifti-facts.tsx';
import type { NiftiSeries } from './nifti-series.ts';

interface SlicesProps {
  readonly engine: Engine;
  readonly series: NiftiSeries;
  /** From 0. */
  readonly volume: number;
  /** From 0: the one to begin with; the one in the middle where it is left out. */
  readonly slice: number | undefined;
  /** Tells of the view that is open; undefined when it is closed. Stays the same function. */
  readonly onView: (view: StackView | undefined) => void;
  /** Tells of the slice, from 0, at which somebody stays. Stays the same function. */
  readonly onSlice: (slice: number) => void;
}

export function Slices({ engine, series, volume, slice, onView, onSlice }: SlicesProps) {
  const { t } = useTranslation('nifti');
  const [frame, setFrame] = useState<HTMLElement | null>(null);
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const [view, setView] = useState<StackView>();
  /** Of the volume before: the address may not name it yet. */
  const left = useRef<number>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the slice counts as a volume is opened
  useEffect(() => {
    if (!element) return;
    const index = left.current ?? slice ?? series.grid.slices >> 1;
    const memory = series.source.digest;
    const opened = engine.openStack(element, series.images(volume), { index, memory });
    setView(opened);
    onView(opened);
    return () => {
      onView(undefined);
      left.current = opened.get().shown;
      opened.close();
    };
  }, [engine, element, series, volume, onView]);
  useMouse(frame, view);
  useStackFingers(element, view, useMarking().kind !== undefined);
  useRestingImage(view, onSlice);
  return (
    <section ref={setFrame} className={styles.viewport} aria-label={t('slices')}>
      <div ref={setElement} className={styles.element} />
      {view && element && <Seen {...{ series, volume, view, element }} />}
    </section>
  );
}

interface SeenProps extends Pick<SlicesProps, 'series' | 'volume'> {
  readonly view: StackView;
  readonly element: HTMLElement;
}

function Seen({ series, volume, view, element }: SeenProps) {
  const { t } = useTranslation('viewer');
  const state = useStackState(view);
  const ground = useMemo(() => stackGround(view), [view]);
  const voxel = usePointedVoxel(series, state, element);
  const { shown, wanted, failure, letters, window } = state;
  return (
    <div className={styles.seen} data-shown={shown === undefined ? undefined : shown + 1}>
      {failure && <FailedImage failure={failure} onRetry={() => view.retry()} />}
      {!failure && shown !== wanted && <Busy words={t('loadingImage')} />}
      {!failure && letters && series.grid.isOriented && <Edges {...letters} />}
      {!failure && <MarkLayer {...{ element, ground }} />}
      {!failure && <ScaleBar {...state} />}
      <NiftiFacts {...{ series, window, volume, voxel }} slice={shown ?? wanted} />
    </div>
  );
}

/** Of the file, under the pointer. */
function usePointedVoxel(
  { grid }: NiftiSeries,
  { shown, pixelToCanvas }: StackState,
  element: HTMLElement,
): Vector | undefined {
  const [spot, setSpot] = useState<readonly [number, number]>();
  useEffect(() => {
    const onMove = (event: globalThis.PointerEvent) => {
      const { left, top } = element.getBoundingClientRect();
      setSpot([event.clientX - left, event.clientY - top]);
    };
    const onLeave = () => setSpot(undefined);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerleave', onLeave);
    return () => {
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerleave', onLeave);
    };
  }, [element]);
  const back = pixelToCanvas && inverse(pixelToCanvas);
  if (!spot || !back || shown === undefined) return undefined;
  const [column, row] = applied(back, spot).map(Math.floor) as [number, number];
  const isInside = column >= 0 && row >= 0 && column < grid.columns && row < grid.rows;
  return isInside ? grid.voxelAt(column, row, shown) : undefined;
}
