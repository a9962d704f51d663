/** In place of the panes: the series of the active one as a volume. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { textOf } from '../api/rows.ts';
import { Busy } from './busy.tsx';
import type { Engine } from './engine/engine.ts';
import type { PlaneReference } from './measure/measurement.ts';
import { useOverlayChoice } from './objects/overlays/use-overlay-choice.ts';
import { seriesFor } from './series-query.ts';
import { handOf, type ToolName } from './tools.ts';
import type { ViewControls } from './view-controls.ts';

const Mpr = lazy(async () => ({ default: (await import('./volume/mpr.tsx')).Mpr }));
const PlaneOverlays = lazy(async () => ({
  default: (await import('./objects/overlays/plane-overlays.tsx')).PlaneOverlays,
}));
const OverlayPanel = lazy(async () => ({
  default: (await import('./objects/overlays/overlay-panel.tsx')).OverlayPanel,
}));
const Space = lazy(async () => ({ default: (await import('./volume/space.tsx')).Space }));

const route = getRouteApi('/viewer/$study');

interface VolumeStageProps {
  readonly engine: Engine;
  /** Of the series: that of the address, or one that is compared with it. */
  readonly study: string;
  readonly series: string;
  readonly tool: ToolName;
  /** That somebody wants to see. */
  readonly plane?: PlaneReference | undefined;
  /** Tells what can be done with what is open. Stays the same function. */
  readonly onView: (controls: ViewControls | undefined) => void;
}

export function VolumeStage({ engine, study, series, tool, plane, onView }: VolumeStageProps) {
  const { t } = useTranslation('viewer');
  const { layout, over } = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useQuery(seriesFor(study));
  const row = data?.rows.find((each) => textOf(each, 'SeriesInstanceUID') === series);
  const modality = row ? textOf(row, 'Modality') : '';
  const onStack = () =>
    void navigate({
      search: (before) => ({ ...before, layout: undefined, series: undefined, over: undefined }),
    });
  const choice = useOverlayChoice(study);
  if (!data) return null;
  return (
    <Suspense fallback={<Busy words={t('loadingSeries')} />}>
      {layout === 'space' ? (
        <Space {...{ engine, study, series, modality, onView, onStack }} />
      ) : (
        <Mpr
          key={series}
          {...{ engine, study, series, modality, plane, over, onView, onStack }}
          tool={handOf(tool)}
          onOver={(chosen) => void navigate({ search: (before) => ({ ...before, over: chosen }) })}
          drawOver={(view, name) => (
            // One of its own: what waits for it must not take the planes off the screen, which would open them again.
            <Suspense fallback={null}>
              <PlaneOverlays {...{ choice, view }} plane={name} />
            </Suspense>
          )}
        >
          {choice.offered.length > 0 && (
            <Suspense fallback={null}>
              <OverlayPanel {...choice} />
            </Suspense>
          )}
        </Mpr>
      )}
    </Suspense>
  );
}
