/** The images of a series in a pane: the picture, what is written around it, or why there is none. */
import { useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Busy } from './busy.tsx';
import { CornerOverlay } from './corner-overlay.tsx';
import { DoubtBadges } from './doubt-badges.tsx';
import { Edges } from './edges.tsx';
import type { SeriesImages } from './engine/series-images.ts';
import type { StackView } from './engine/stack-view.ts';
import { useLeader } from './link/leading.ts';
import { ReferenceLine } from './link/reference-line.tsx';
import { LoadingBar } from './loading-bar.tsx';
import { MarkLayer } from './measure/mark-layer.tsx';
import { ObjectView } from './objects/object-view.tsx';
import { Overlays } from './objects/overlays/overlays.tsx';
import { States } from './objects/states/states.tsx';
import { ScaleBar } from './scale-bar.tsx';
import { useMouse } from './use-mouse.ts';
import { useRestingImage } from './use-resting-image.ts';
import { useStack, useStackState } from './use-stack.ts';
import { noControls } from './view-controls.ts';
import styles from './viewport.module.css';
import { FailedImage, FailedSeries, NoPictures } from './viewport-message.tsx';
import type { PaneViewProps } from './workspace/pane-view.tsx';

export function Viewport({ engine, study, series, image, memory, onView, onImage }: PaneViewProps) {
  const { instance: uid, frame: number = 1, series: named } = useSearch({ from: '/viewer/$study' });
  const instance = uid === undefined || series !== named ? undefined : { uid, frame: number - 1 };
  const { t } = useTranslation('viewer');
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const { view, images, error, retry } = useStack(engine, element, {
    ...{ study, series, image, memory, instance },
  });
  useMouse(frame, view);
  useRestingImage(view, onImage);
  const isEmpty = error !== undefined || images?.ids.length === 0;
  const controls = view ?? (isEmpty ? noControls : undefined);
  useEffect(() => {
    onView(controls);
    return () => onView(undefined);
  }, [controls, onView]);
  return (
    <div ref={setFrame} className={styles.viewport}>
      <div ref={setElement} className={styles.element} />
      {error !== undefined && <FailedSeries error={error} onRetry={retry} />}
      {images?.ids.length === 0 && <Others images={images} image={image} />}
      {view && element ? (
        <Seen view={view} element={element} />
      ) : (
        !images && error === undefined && <Busy words={t('loadingSeries')} />
      )}
    </div>
  );
}

interface OthersProps {
  readonly images: SeriesImages;
  readonly image: number | undefined;
}

/** Of the series that was read, which is not yet the one that was chosen just now. */
function Others({ images: { study, series, others }, image }: OthersProps) {
  if (others.length === 0) return <NoPictures />;
  return <ObjectView {...{ study, series, image }} instances={others} />;
}

function Seen({ view, element }: { readonly view: StackView; readonly element: HTMLElement }) {
  const { t } = useTranslation('viewer');
  const state = useStackState(view);
  const leader = useLeader();
  const { letters, failure, loaded, shown, wanted } = state;
  const count = view.images.ids.length;
  return (
    <div
      className={styles.seen}
      data-shown={shown === undefined ? undefined : shown + 1}
      data-loaded={loaded}
    >
      {failure && <FailedImage failure={failure} onRetry={() => view.retry()} />}
      {!failure && shown !== wanted && <Busy words={t('loadingImage')} />}
      {!failure && shown === wanted && <Overlays images={view.images} state={state} />}
      {!failure && shown === wanted && <States view={view} state={state} />}
      {!failure && letters && <Edges {...letters} />}
      {!failure && leader && leader !== view && <ReferenceLine {...{ view, leader, state }} />}
      {!failure && <MarkLayer {...{ element, view, state }} />}
      {!failure && <ScaleBar {...state} />}
      <CornerOverlay images={view.images} state={state} />
      {!failure && <DoubtBadges images={view.images} state={state} />}
      {loaded < count && <LoadingBar {...{ loaded, count }} />}
    </div>
  );
}
