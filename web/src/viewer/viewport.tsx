/** The images of a series in a pane: the picture, what is written around it, or why there is none. */
import { useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Busy } from './busy.tsx';
import type { SeriesImages } from './engine/series-images.ts';
import { FirstPicture } from './first-picture.tsx';
import { useMarking } from './measure/marking.ts';
import { ObjectView } from './objects/object-view.tsx';
import { loadLayers } from './parts.ts';
import { useImages } from './use-images.ts';
import { useMouse } from './use-mouse.ts';
import { useRestingImage } from './use-resting-image.ts';
import { useFirstImage, useStack } from './use-stack.ts';
import { useStackFingers } from './use-stack-fingers.ts';
import { noControls } from './view-controls.ts';
import styles from './viewport.module.css';
import { FailedSeries, NoPictures } from './viewport-message.tsx';
import type { PaneViewProps } from './workspace/pane-view.tsx';

const StackLayers = lazy(async () => ({ default: (await loadLayers()).StackLayers }));

export function Viewport({ library, engine, study, series, image, memory, ...tell }: PaneViewProps) {
  const { onPictured, onView, onImage } = tell;
  const { instance: uid, frame: number = 1, series: named } = useSearch({ from: '/viewer/$study' });
  const instance = uid === undefined || series !== named ? undefined : { uid, frame: number - 1 };
  const { t } = useTranslation('viewer');
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const { images, error, retry } = useImages(library, study, series);
  const index = useFirstImage(images, { image, instance });
  const view = useStack({ engine, element, images, index, memory });
  useMouse(frame, view);
  useStackFingers(element, view, useMarking().kind !== undefined);
  useRestingImage(view, onImage);
  const isEmpty = error !== undefined || images?.ids.length === 0;
  const controls = view ?? (isEmpty ? noControls : undefined);
  useEffect(() => {
    onView(controls);
    return () => onView(undefined);
  }, [controls, onView]);
  const isComing = error === undefined && !isEmpty && !view;
  return (
    <div ref={setFrame} className={styles.viewport}>
      <div ref={setElement} className={styles.element} />
      {error !== undefined && <FailedSeries error={error} onRetry={retry} />}
      {images?.ids.length === 0 && <Others images={images} image={image} />}
      {images && index !== undefined && !engine?.presentations.has(memory) && (
        <FirstPicture key={memory} {...{ images, index, view, onPictured }} />
      )}
      {view && element && (
        <Suspense>
          <StackLayers view={view} element={element} />
        </Suspense>
      )}
      {isComing && <Busy words={t('loadingSeries')} />}
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
