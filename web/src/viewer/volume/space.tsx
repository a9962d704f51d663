/** A series as a thing in space: turned by hand, cut open, drawn as bone, vessels, lung. */
import { type ComponentType, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Edges } from '../edges.tsx';
import type { SeriesImages } from '../engine/series-images.ts';
import { ScaleBar } from '../scale-bar.tsx';
import viewportStyles from '../viewport.module.css';
import type { VolumeStageProps } from './mpr.tsx';
import { renderingsFor } from './rendering-presets.ts';
import { RenderingView } from './rendering-view.ts';
import { isSlow } from './slow.ts';
import { SpaceBar } from './space-bar.tsx';
import { useSpaceKeys } from './use-space-keys.ts';
import { useSpacePointer } from './use-space-pointer.ts';
import { useTellView } from './use-tell-view.ts';
import { useVolume } from './use-volume.ts';
import styles from './volume.module.css';
import { controlsOfSpace } from './volume-controls.ts';
import { VolumeCover, VolumeProgress } from './volume-cover.tsx';
import { VolumeFacts, type VolumeFactsProps } from './volume-facts.tsx';
import type { Volume } from './volume-plan.ts';

type SpaceProps = Omit<VolumeStageProps, 'tool'>;

export function Space({ engine, study, series, modality, onView, onStack, Facts = VolumeFacts }: SpaceProps) {
  const { t } = useTranslation('volume');
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const open = useMemo(
    () =>
      element
        ? (volume: Volume) => new RenderingView(engine, element, volume, renderingsFor(modality)[0]!)
        : undefined,
    [engine, element, modality],
  );
  const volume = useVolume({ engine, study, series, open });
  const { view, images } = volume;
  useSpaceKeys(view, modality);
  useTellView(view, modality, controlsOfSpace, onView);
  return (
    <section className={styles.stage} aria-label={t('space')}>
      <div className={viewportStyles.viewport} data-picture>
        <div ref={setElement} className={`${viewportStyles.element} ${isSlow() ? styles.coarse : ''}`} />
        {view && images && <Seen {...{ view, images, Facts }} onRetry={volume.retry} />}
        <VolumeCover volume={volume} onStack={onStack} />
      </div>
      {view && <SpaceBar view={view} modality={modality} />}
    </section>
  );
}

interface SeenProps {
  readonly view: RenderingView;
  readonly images: SeriesImages;
  readonly Facts: ComponentType<VolumeFactsProps>;
  readonly onRetry: () => void;
}

function Seen({ view, images, Facts, onRetry }: SeenProps) {
  const [surface, setSurface] = useState<HTMLDivElement | null>(null);
  const pointer = useSpacePointer(surface, view);
  const { letters, millimetres, phase, loaded, count, failure } = useSyncExternalStore(
    view.subscribe,
    view.get,
  );
  return (
    <>
      <div ref={setSurface} className={styles.surface} data-millimetres={millimetres} {...pointer} />
      <Edges {...letters} />
      <ScaleBar millimetres={millimetres} source="patient" />
      <Facts {...{ images, phase }} />
      <VolumeProgress {...{ loaded, count, failure, onRetry }} />
    </>
  );
}
