/** A volume that is there, as it is looked at: three planes, in space, or slice by slice. */
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Engine } from '../engine/engine.ts';
import { FilmBar } from '../film-bar.tsx';
import { KeyHelp } from '../key-help.tsx';
import { PlainNotice } from '../plain-notice.tsx';
import { ToolBar } from '../tool-bar.tsx';
import { handOf, type ToolName, worksIn } from '../tools.ts';
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

const route = getRouteApi('/volumes/$digest');

interface NiftiStageProps {
  readonly engine: Engine;
  readonly series: NiftiSeries;
  readonly onLeave: () => void;
}

export function NiftiStage({ engine, series, onLeave }: NiftiStageProps) {
  const { layout: asked, volume: number = 1, slice } = route.useSearch();
  const { t } = useTranslation('nifti');
  const navigate = route.useNavigate();
  const [view, setView] = useState<ViewControls>();
  const [tool, setTool] = useState<ToolName>('window');
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
  // Nothing keeps what would be marked.
  const isOffered = (name: ToolName) => handOf(name) !== undefined && worksIn(name, layout);
  const onTool = (name: ToolName) => {
    const hand = handOf(name);
    if (!hand || !isOffered(name)) return;
    setTool(hand);
    engine.giveLeftButton(hand);
  };
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
    <>
      <ToolBar {...{ view, tool, onTool, onHelp, onLeave }} isOffered={isOffered}>
        <VolumeButtons
          images={engine.library.read(series.source.digest)}
          layout={layout === 'stack' ? undefined : layout}
          onLayout={(chosen) => onLayout(chosen ?? 'stack')}
        />
      </ToolBar>
      <main className={viewer.stage}>
        <h1 className={viewer.unseen}>{series.source.name}</h1>
        {engine.isPlain && <PlainNotice />}
        {layout === 'mpr' && <Mpr {...shared} tool={handOf(tool) ?? 'window'} onStack={onStack} />}
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
      {isHelpOpen && <KeyHelp modality={modality} hasPanes={false} onClose={() => setHelpOpen(false)} />}
    </>
  );
}

const usualLayout = (engine: Engine, { source }: NiftiSeries): NiftiLayout => {
  const images = engine.library.read(source.digest);
  return images && volumePlanOf(images).volume && !engine.isPlain ? 'mpr' : 'stack';
};
