/** A series as a volume in three planes, with everything that can be done with them. */
import {
  type ComponentType,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { Engine, EngineToolName } from '../engine/engine.ts';
import type { SeriesImages } from '../engine/series-images.ts';
import type { PlaneReference } from '../measure/measurement.ts';
import type { ViewControls } from '../view-controls.ts';
import { MprPane } from './mpr-pane.tsx';
import { type MprElements, MprView } from './mpr-view.ts';
import { OverlayBar } from './overlay-bar.tsx';
import { OverlayMenu } from './overlay-menu.tsx';
import { type PlaneName, planeNames } from './planes.ts';
import { SlabBar } from './slab-bar.tsx';
import { useMprKeys } from './use-mpr-keys.ts';
import { useOverlay } from './use-overlay.ts';
import { useTellView } from './use-tell-view.ts';
import { useVolume } from './use-volume.ts';
import styles from './volume.module.css';
import { controlsOfPlanes } from './volume-controls.ts';
import { VolumeCover, VolumeProgress } from './volume-cover.tsx';
import { VolumeFacts, type VolumeFactsProps } from './volume-facts.tsx';
import type { Volume } from './volume-plan.ts';

export interface VolumeStageProps {
  readonly engine: Engine;
  readonly study: string;
  readonly series: string;
  readonly modality: string;
  /** What the left button does; undefined while it draws. */
  readonly tool: EngineToolName | undefined;
  /** Tells what can be done with what is open. Stays the same function. */
  readonly onView: (controls: ViewControls | undefined) => void;
  /** Back to the images one by one. */
  readonly onStack: () => void;
  /** What is said in the corners. Default: what DICOM says there. */
  readonly Facts?: ComponentType<VolumeFactsProps>;
}

interface MprProps extends VolumeStageProps {
  /** That somebody wants to see: of this series, or of none that is shown here. */
  readonly plane?: PlaneReference | undefined;
  /** Series Instance UID of what is laid over the planes. */
  readonly over?: string | undefined;
  /** Where something can be. */
  readonly onOver?: (series: string | undefined) => void;
  /** What else lies over a plane: segmentations, structures, doses. */
  readonly drawOver?: (view: MprView, plane: PlaneName) => ReactNode;
  /** Where that is chosen. */
  readonly children?: ReactNode;
}

export function Mpr(props: MprProps) {
  const { engine, study, series, modality, tool, plane, over, onOver, onView, onStack } = props;
  const { Facts = VolumeFacts, drawOver, children } = props;
  const { t } = useTranslation('volume');
  const [elements, takers] = useElements();
  const [active, setActive] = useState<PlaneName>('axial');
  const [largest, setLargest] = useState<PlaneName>();
  const open = useMemo(
    () => elements && ((volume: Volume) => new MprView(engine, elements, volume)),
    [engine, elements],
  );
  const volume = useVolume({ engine, study, series, open });
  const { view, images } = volume;
  const problem = useOverlay({ engine, view, study, over });
  useEffect(() => {
    if (view && plane?.series === series) view.showPlane(plane);
  }, [view, plane, series]);
  useMprKeys(view, active);
  useTellView(view, modality, controlsOfPlanes, onView);
  return (
    <section className={styles.stage} aria-label={t('mpr')}>
      <div className={styles.panes} data-largest={largest} data-picture>
        {planeNames.map((name) => (
          <MprPane
            key={name}
            {...{ study, series, view, tool }}
            plane={name}
            onElement={takers[name]}
            onActive={() => setActive(name)}
            onMaximize={() => setLargest(largest === name ? undefined : name)}
          >
            {view && drawOver?.(view, name)}
          </MprPane>
        ))}
        {view && children}
        {view && images && <Seen {...{ view, images, Facts }} onRetry={volume.retry} />}
        <VolumeCover volume={volume} onStack={onStack} />
      </div>
      {view && (
        <div>
          {over !== undefined && <OverlayBar view={view} problem={problem} />}
          <SlabBar view={view}>{onOver && <OverlayMenu {...{ study, series, over, onOver }} />}</SlabBar>
        </div>
      )}
    </section>
  );
}

interface SeenProps {
  readonly view: MprView;
  readonly images: SeriesImages;
  readonly Facts: ComponentType<VolumeFactsProps>;
  readonly onRetry: () => void;
}

/** What is said of all planes together. */
function Seen({ view, images, Facts, onRetry }: SeenProps) {
  const { window, phase, pointed, loaded, count, failure } = useSyncExternalStore(view.subscribe, view.get);
  return (
    <>
      <Facts {...{ images, window, phase, pointed }} />
      <VolumeProgress {...{ loaded, count, failure, onRetry }} />
    </>
  );
}

/** The elements of all three planes, once they are there; each has a function that takes it, which stays the same. */
function useElements() {
  const [elements, setElements] = useState<Partial<MprElements>>({});
  const take = useCallback(
    (plane: PlaneName) => (element: HTMLDivElement | null) =>
      setElements((before) => (element ? { ...before, [plane]: element } : before)),
    [],
  );
  const [takers] = useState(() => ({
    axial: take('axial'),
    coronal: take('coronal'),
    sagittal: take('sagittal'),
  }));
  const isAll = planeNames.every((plane) => elements[plane]);
  return [isAll ? (elements as MprElements) : undefined, takers] as const;
}
