/** A volume that is there, as it is looked at: three planes, in space, or slice by slice. */
import { IconListDetails } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Engine } from '../engine/engine.ts';
import { FilmBar } from '../film-bar.tsx';
import { KeyHelp } from '../key-help.tsx';
import { MarkingProvider, useMarks } from '../measure/marking.ts';
import { MarkStore } from '../measure/marks.ts';
import { MeasurementPanel } from '../measure/measurement-panel.tsx';
import { useMarkKeys } from '../measure/use-mark-keys.ts';
import { SidePanel } from '../panel/side-panel.tsx';
import { PlainNotice } from '../plain-notice.tsx';
import { BarButton, ToolBar } from '../tool-bar.tsx';
import { drawnBy, handOf, type ToolName, worksIn } from '../tools.ts';
import { useAskBeforeLeaving } from '../use-ask-before-leaving.ts';
import { useFilm } from '../use-film.ts';
import { useViewerKeys } from '../use-viewer-keys.ts';
import type { ViewControls } from '../view-controls.ts';
import viewer from '../viewer.module.css';
import { keepFromPage } from '../volume/choice.tsx';
import { Mpr } from '../volume/mpr.tsx';
import { PhaseSlider } from '../volume/phase-slider.tsx';
import { Space } from '../volume/space.tsx';
import styles from '../volume/volume.module.css';
import { VolumeButtons } from '../volume/volume-buttons.tsx';
import { volumePlanOf } from '../volume/volume-plan.ts';
import { NiftiVolumeFacts } from './nifti-facts.tsx';
import type { NiftiSeries } from './nifti-series.ts';
import type { NiftiLayout } from './search-params.ts';
import { Slices } from './slices.tsx';
import { usePlacesInFile } from './use-places-in-file.ts';

const route = getRouteApi('/volumes/$digest');

interface NiftiStageProps {
  readonly engine: Engine;
  readonly series: NiftiSeries;
  readonly onLeave: () => void;
}

export function NiftiStage({ engine, series, onLeave }: NiftiStageProps) {
  const { layout: asked, volume: number = 1, slice, panel } = route.useSearch();
  const { t } = useTranslation(['nifti', 'viewer']);
  const navigate = route.useNavigate();
  const [view, setView] = useState<ViewControls>();
  const [chosen, setTool] = useState<ToolName>('window');
  const [isHelpOpen, setHelpOpen] = useState(false);
  const film = useFilm(view);
  const layout = asked ?? usualLayout(engine, series);
  const volume = Math.min(number, series.phases.length) - 1;
  const onLayout = (chosen: NiftiLayout) =>
    void navigate({ search: (before) => ({ ...before, layout: chosen }) });
  const onVolume = (chosen: number) =>
    void navigate({ search: (before) => ({ ...before, volume: chosen + 1 }), replace: true });
  const onSlice = useCallback(
    (at: number) => void navigate({ search: (before) => ({ ...before, slice: at + 1 }), replace: true }),
    [navigate],
  );
  const isOffered = (name: ToolName) => worksIn(name, layout);
  const tool = isOffered(chosen) ? chosen : 'window';
  const onTool = (name: ToolName) => {
    if (!isOffered(name)) return;
    setTool(name);
    engine.giveLeftButton(handOf(name));
  };
  const [store] = useState(() => new MarkStore());
  const marking = useMemo(() => ({ store, kind: drawnBy(tool) }), [store, tool]);
  useMarkKeys(store, undefined);
  useAskBeforeLeaving(useMarks(store).marks.measurements.length > 0);
  const { plane, ...places } = usePlacesInFile(series, view);
  const onPanel = (shown: 'measurements' | undefined) =>
    void navigate({ search: (before) => ({ ...before, panel: shown }) });
  const onHelp = () => setHelpOpen(true);
  useViewerKeys({ view, onTool, onHelp, onPlay: film.toggle });
  const modality = view?.modality ?? '';
  const shared = {
    engine,
    study: '',
    series: series.source.digest,
    modality,
    Facts: NiftiVolumeFacts,
    onView: setView,
  };
  const onStack = () => onLayout('stack');
  return (
    <MarkingProvider value={marking}>
      <ToolBar {...{ view, tool, onTool, onHelp, onLeave }} isOffered={isOffered}>
        <VolumeButtons
          images={engine.library.read(series.source.digest)}
          layout={layout === 'stack' ? undefined : layout}
          onLayout={(chosen) => onLayout(chosen ?? 'stack')}
        />
        <BarButton
          label={t('viewer:panelOpen_measurements')}
          icon={IconListDetails}
          isPressed={panel !== undefined}
          onClick={() => onPanel(panel === undefined ? 'measurements' : undefined)}
        />
      </ToolBar>
      <main className={viewer.stage}>
        <h1 className={viewer.unseen}>{series.source.name}</h1>
        {engine.isPlain && <PlainNotice />}
        {layout === 'mpr' && <Mpr {...shared} {...{ plane, onStack }} tool={handOf(tool)} />}
        {layout === 'space' && <Space {...shared} onStack={onStack} />}
        {layout === 'stack' && (
          <div className={styles.stage}>
            <Slices
              {...{ engine, series, volume, onSlice }}
              slice={slice === undefined ? undefined : slice - 1}
              onView={setView}
            />
            {series.phases.length > 1 && (
              <div className={styles.bar} role="toolbar" aria-label={t('volumes')} onKeyDown={keepFromPage}>
                <PhaseSlider phases={series.phases} phase={volume} onPhase={onVolume} />
              </div>
            )}
          </div>
        )}
        {film.count > 1 && <FilmBar film={film} />}
      </main>
      {panel && (
        <SidePanel panel={panel} offered={['measurements']} onPanel={() => onPanel(undefined)}>
          <MeasurementPanel {...places} />
        </SidePanel>
      )}
      {isHelpOpen && <KeyHelp modality={modality} hasPanes={false} onClose={() => setHelpOpen(false)} />}
    </MarkingProvider>
  );
}

const usualLayout = (engine: Engine, { source }: NiftiSeries): NiftiLayout => {
  const images = engine.library.read(source.digest);
  return images && volumePlanOf(images).volume && !engine.isPlain ? 'mpr' : 'stack';
};
