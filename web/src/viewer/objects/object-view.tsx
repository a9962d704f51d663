/** What is no stack of images: one instance of a series at a time, shown as its kind asks for. */
import { useNavigate } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import type { JsonInstance } from '../../api/dicom-web.ts';
import { ObjectBar } from './object-bar.tsx';
import { type ObjectKind, objectKindOf } from './object-kind.ts';
import type { ObjectProps } from './object-props.ts';
import styles from './objects.module.css';
import { Waiting } from './waiting.tsx';

interface ObjectViewProps {
  readonly study: string;
  readonly series: string;
  /** At least one. */
  readonly instances: readonly JsonInstance[];
  /** From 0: the one that is seen. */
  readonly image?: number | undefined;
}

/** Each is loaded when somebody opens one. */
const views: Readonly<Record<ObjectKind, ComponentType<ObjectProps>>> = {
  pdf: lazy(async () => ({ default: (await import('./pdf/pdf-view.tsx')).PdfView })),
  clinicalDocument: lazy(async () => ({
    default: (await import('./clinical-document/clinical-document-view.tsx')).ClinicalDocumentView,
  })),
  report: lazy(async () => ({ default: (await import('./report/report-view.tsx')).ReportView })),
  waveform: lazy(async () => ({ default: (await import('./waveform/waveform-view.tsx')).WaveformView })),
  slide: lazy(async () => ({ default: (await import('./slide/slide-view.tsx')).SlideView })),
  overlay: lazy(async () => ({ default: (await import('./overlays/overlay-card.tsx')).OverlayCard })),
  state: lazy(async () => ({ default: (await import('./states/state-card.tsx')).StateCard })),
  video: lazy(async () => ({ default: (await import('./video/video-view.tsx')).VideoView })),
  other: lazy(async () => ({ default: (await import('./object-card.tsx')).ObjectCard })),
};

export function ObjectView({ study, series, instances, image = 0 }: ObjectViewProps) {
  const navigate = useNavigate({ from: '/viewer/$study' });
  const index = Math.min(image, instances.length - 1);
  const instance = instances[index]!;
  const kind = objectKindOf(instance) ?? 'other';
  const View = views[kind];
  return (
    <div className={styles.object}>
      <ObjectBar
        {...{ study, series, instance, instances, index }}
        // The sizes of a slide are one picture.
        count={kind === 'slide' ? 1 : instances.length}
        onGo={(next) => void navigate({ search: { series, image: next + 1 } })}
      />
      <Suspense fallback={<Waiting />}>
        <View key={`${series} ${index}`} {...{ study, series, instance, instances }} />
      </Suspense>
    </div>
  );
}
