/** A study to be read: its series at the side, panes with some of them, everything that can be done with them above. */
import { Skeleton } from '@mantine/core';
import { IconPhotoOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsGuest } from '../api/rights.ts';
import { textOf } from '../api/rows.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { sharedPlace, studyPlace } from '../components/study-places.ts';
import { PriorList } from './compare/prior-list.tsx';
import { useOpeningPrior } from './compare/use-opening-prior.ts';
import { FilmBar } from './film-bar.tsx';
import { KeyHelp } from './key-help.tsx';
import { LeaderProvider } from './link/leading.ts';
import { linksIn } from './link/links.ts';
import { useLinks } from './link/use-links.ts';
import { MarkingProvider } from './measure/marking.ts';
import { MarkStore } from './measure/marks.ts';
import { MeasurementPanel } from './measure/measurement-panel.tsx';
import { useKeptMarks } from './measure/use-kept-marks.ts';
import { useMarkKeys } from './measure/use-mark-keys.ts';
import { useMarkPlaces } from './measure/use-mark-places.ts';
import type { PanelName } from './panel/panels.ts';
import { SidePanel } from './panel/side-panel.tsx';
import { PlainNotice } from './plain-notice.tsx';
import type { ViewerLayout } from './search-params.ts';
import { seriesFor } from './series-query.ts';
import { SeriesStrip } from './series-strip.tsx';
import { StudyProblem } from './study-problem.tsx';
import { TimesSlider } from './times-slider.tsx';
import { ToolBar } from './tool-bar.tsx';
import { drawnBy, handOf, type ToolName, worksIn } from './tools.ts';
import { useBare } from './use-bare.ts';
import { useDarkScreen } from './use-dark-screen.ts';
import { useEngine } from './use-engine.ts';
import { useFilm } from './use-film.ts';
import { useLeave } from './use-leave.ts';
import { useViewerKeys } from './use-viewer-keys.ts';
import { isStack, type ViewControls } from './view-controls.ts';
import styles from './viewer.module.css';
import { VolumeButtons } from './volume/volume-buttons.tsx';
import { VolumeStage } from './volume-stage.tsx';
import { mayPlay } from './workspace/hanging.ts';
import { PaneGrid } from './workspace/pane-grid.tsx';
import { useViews } from './workspace/use-views.ts';
import { useWorkspace } from './workspace/use-workspace.ts';
import { useWorkspaceKeys } from './workspace/use-workspace-keys.ts';
import { withSeries } from './workspace/workspace.ts';
import { WorkspaceBar } from './workspace-bar.tsx';

/** It knows all elements by name. */
const ElementsPanel = lazy(async () => ({
  default: (await import('./panel/elements-panel.tsx')).ElementsPanel,
}));

const route = getRouteApi('/viewer/$study');

export function Viewer() {
  useDarkScreen();
  const { t } = useTranslation(['viewer', 'measure']);
  const { study } = route.useParams();
  const { panel, link, layout, series: asked } = route.useSearch();
  const navigate = route.useNavigate();
  const [isPictured, setPictured] = useState(false);
  const onPictured = useCallback(() => setPictured(true), []);
  const { library, engine } = useEngine(isPictured || layout !== undefined);
  const found = useQuery(seriesFor(study));
  const rows = found.data?.rows;
  const place = useWorkspace(library, rows);
  const { workspace, step } = place;
  useOpeningPrior({ study, series: rows, place });
  const { views, onView } = useViews();
  const [volume, onVolume] = useState<ViewControls>();
  const view = layout ? volume : workspace && views[workspace.active];
  const stack = isStack(view) ? view : undefined;
  const film = useFilm(view);
  const [chosen, setTool] = useState<ToolName>('window');
  const isOffered = (name: ToolName) => worksIn(name, layout);
  const tool = isOffered(chosen) ? chosen : 'window';
  const [store] = useState(() => new MarkStore());
  const marking = useMemo(() => ({ store, kind: drawnBy(tool) }), [store, tool]);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const onTool = (name: ToolName) => {
    if (!isOffered(name)) return;
    setTool(name);
    engine?.giveLeftButton(handOf(name));
  };
  const onHelp = () => setHelpOpen(true);
  const onLeave = useLeave(useIsGuest() ? sharedPlace : studyPlace(study));
  useViewerKeys({ view, onTool, onHelp, onPlay: film.toggle });
  useWorkspaceKeys(place);
  const pane = workspace?.panes[workspace.active];
  const row = rows?.find((each) => textOf(each, 'SeriesInstanceUID') === pane?.series);
  // Before the images are there, too: a bar that came after them would push them away.
  const isFilm = view ? film.count > 1 : !layout && mayPlay(row);
  const series = (layout && asked) ?? pane?.series;
  const comparable = { study, rows: rows ?? [], place, current: series };
  const onLayout = (chosen: ViewerLayout | undefined) =>
    void navigate({
      search: (before) => ({ ...before, layout: chosen, series: chosen && series, over: undefined }),
    });
  const links = linksIn(link);
  useLinks(views, workspace?.active ?? 0, links);
  const { isBare, ...bare } = useBare();
  const aboutOf = async () => {
    const open = views.filter(isStack).find(({ images }) => images.study === study)?.images;
    const images = open ?? (await library.images(study, series ?? ''));
    return images.instances[0] ?? {};
  };
  const isShown = layout ? volume !== undefined : views.some(isStack);
  const kept = useKeptMarks(store, { study, isShown, aboutOf });
  useMarkKeys(store, stack);
  const onPlanes = async (shown?: string) => {
    if (shown === undefined ? layout === undefined : layout === 'mpr' && series === shown) return;
    const there = { layout: shown === undefined ? undefined : ('mpr' as const), series: shown };
    await navigate({ search: (before) => ({ ...before, ...there, over: undefined }) });
  };
  const { plane, ...places } = useMarkPlaces({
    ...{ library, study, rows: rows ?? [], views, place, onPlanes },
  });
  const onPanel = (chosen: PanelName | undefined) =>
    void navigate({ search: (before) => ({ ...before, panel: chosen }) });
  return (
    <MarkingProvider value={marking}>
      <div className={styles.viewer} data-panel={panel} data-bare={isBare || undefined}>
        <ToolBar {...{ view, tool, onTool, onHelp, onLeave, isOffered }}>
          <VolumeButtons images={stack?.images} {...{ layout, onLayout }} />
          <WorkspaceBar {...comparable} />
        </ToolBar>
        <SeriesStrip
          study={study}
          series={rows ?? []}
          current={series}
          shown={new Set(workspace?.panes.map(({ series }) => series))}
          onChoose={(pane) =>
            layout
              ? void navigate({ search: (before) => ({ ...before, series: pane.series, over: undefined }) })
              : step((before) => withSeries(before, before.active, pane))
          }
        >
          <PriorList {...comparable} />
        </SeriesStrip>
        <main className={styles.stage} {...bare}>
          <h1 className={styles.unseen}>{t('title')}</h1>
          {found.isError && <StudyProblem error={found.error} onRetry={() => void found.refetch()} />}
          {rows?.length === 0 && (
            <EmptyState icon={IconPhotoOff} title={t('noSeries')} meaning={t('noSeriesMeaning')} order={2} />
          )}
          {engine?.isPlain && <PlainNotice />}
          {engine && rows && rows.length > 0 && layout && series !== undefined && (
            <VolumeStage
              study={workspace?.panes.find((each) => each.series === series)?.study ?? study}
              {...{ engine, series, tool, plane }}
              onView={onVolume}
            />
          )}
          {workspace && rows && rows.length > 0 && !layout && (
            <LeaderProvider value={links.lines ? stack : undefined}>
              <PaneGrid
                {...{ library, engine, study, rows, workspace, onPictured, onView }}
                step={step}
                note={place.note}
              />
            </LeaderProvider>
          )}
          {isFilm && <FilmBar film={film}>{stack && <TimesSlider view={stack} />}</FilmBar>}
        </main>
        {panel && (
          <SidePanel {...{ panel, onPanel }}>
            {panel === 'measurements' && <MeasurementPanel {...places} kept={kept} />}
            {panel === 'elements' && (
              <Suspense fallback={<Skeleton h={320} />}>
                <ElementsPanel view={stack} />
              </Suspense>
            )}
          </SidePanel>
        )}
        {isHelpOpen && <KeyHelp modality={view?.modality ?? ''} onClose={() => setHelpOpen(false)} />}
      </div>
    </MarkingProvider>
  );
}
