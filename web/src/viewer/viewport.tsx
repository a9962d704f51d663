/** One place for images: the picture, what is written around it, or why there is none. */
import { Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CornerOverlay } from './corner-overlay.tsx';
import { DoubtBadges } from './doubt-badges.tsx';
import { Edges } from './edges.tsx';
import type { Engine } from './engine/engine.ts';
import type { SeriesImages } from './engine/series-images.ts';
import type { StackView } from './engine/stack-view.ts';
import { LoadingBar } from './loading-bar.tsx';
import { ObjectView } from './objects/object-view.tsx';
import { Overlays } from './objects/overlays/overlays.tsx';
import { ScaleBar } from './scale-bar.tsx';
import { useMouse } from './use-mouse.ts';
import { useStack, useStackState } from './use-stack.ts';
import styles from './viewport.module.css';
import { FailedImage, FailedSeries, NoPictures } from './viewport-message.tsx';

interface ViewportProps {
  readonly engine: Engine;
  readonly study: string;
  readonly series: string;
  /** From 0: the one to begin with. */
  readonly image?: number | undefined;
  /** The same by its UID, and which of its frames, from 0. */
  readonly instance?: { readonly uid: string; readonly frame: number } | undefined;
  /** Tells of the view that is open; undefined when it is closed. */
  readonly onView: (view: StackView | undefined) => void;
}

export function Viewport({ engine, study, series, image, instance, onView }: ViewportProps) {
  const { t } = useTranslation('viewer');
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const { view, images, error, retry } = useStack(engine, element, { study, series, image, instance });
  useMouse(element, view);
  useEffect(() => {
    onView(view);
    return () => onView(undefined);
  }, [view, onView]);
  return (
    <section className={styles.viewport} aria-label={t('viewport')}>
      <div ref={setElement} className={styles.element} />
      {error !== undefined && <FailedSeries error={error} onRetry={retry} />}
      {images?.ids.length === 0 && <Others images={images} image={image} />}
      {view ? <Seen view={view} /> : !images && error === undefined && <Busy words={t('loadingSeries')} />}
    </section>
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

function Seen({ view }: { readonly view: StackView }) {
  const { t } = useTranslation('viewer');
  const state = useStackState(view);
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
      {!failure && letters && <Edges {...letters} />}
      {!failure && <ScaleBar {...state} />}
      <CornerOverlay images={view.images} state={state} />
      {!failure && <DoubtBadges images={view.images} state={state} />}
      {loaded < count && <LoadingBar {...{ loaded, count }} />}
    </div>
  );
}

function Busy({ words }: { readonly words: string }) {
  return (
    <div className={styles.busy} role="status">
      <Loader size="sm" aria-label={words} />
    </div>
  );
}
