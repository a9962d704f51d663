/** A study to be read: its series at the side, one of them on the screen, everything that can be done with it above. */
import { Alert } from '@mantine/core';
import { IconPhotoOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsGuest } from '../api/rights.ts';
import { textOf } from '../api/rows.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { isLinkOver, LinkOver } from '../components/link-over.tsx';
import { Problem } from '../components/problem.tsx';
import { sharedPlace, studyPlace } from '../components/study-places.ts';
import type { ToolName } from './engine/engine.ts';
import type { StackView } from './engine/stack-view.ts';
import { FilmBar } from './film-bar.tsx';
import { mostTelling } from './hanging.ts';
import { KeyHelp } from './key-help.tsx';
import type { ViewerLayout } from './search-params.ts';
import { seriesFor } from './series-query.ts';
import { SeriesStrip } from './series-strip.tsx';
import { ToolBar } from './tool-bar.tsx';
import { useDarkScreen } from './use-dark-screen.ts';
import { useEngine } from './use-engine.ts';
import { useFilm } from './use-film.ts';
import { useImageInAddress } from './use-image-in-address.ts';
import { useViewerKeys } from './use-viewer-keys.ts';
import styles from './viewer.module.css';
import { Viewport } from './viewport.tsx';
import { Mpr } from './volume/mpr.tsx';
import { Space } from './volume/space.tsx';
import { VolumeButtons } from './volume/volume-buttons.tsx';

const route = getRouteApi('/viewer/$study');

export function Viewer() {
  useDarkScreen();
  const { t } = useTranslation('viewer');
  const { study } = route.useParams();
  const { series: asked, image, instance, frame = 1, layout, over } = route.useSearch();
  const navigate = route.useNavigate();
  const engine = useEngine();
  const found = useQuery(seriesFor(study));
  const [view, setView] = useState<StackView>();
  const [tool, setTool] = useState<ToolName>('window');
  const [isHelpOpen, setHelpOpen] = useState(false);
  useImageInAddress(view);
  const film = useFilm(view);
  const series = asked ?? (found.data && mostTelling(found.data.rows));
  const modality = textOf(
    found.data?.rows.find((row) => textOf(row, 'SeriesInstanceUID') === series) ?? {},
    'Modality',
  );
  const onTool = (name: ToolName) => {
    setTool(name);
    engine?.giveLeftButton(name);
  };
  const onLayout = (chosen: ViewerLayout | undefined) =>
    void navigate({ search: { series, ...(chosen && { layout: chosen }) } });
  const isThere = found.data?.rows.length !== 0;
  const onHelp = () => setHelpOpen(true);
  const { history } = useRouter();
  const isGuest = useIsGuest();
  // Where one came from; who came from nowhere goes to the page of the study, or to what their link shows.
  const onLeave = () =>
    history.canGoBack() ? history.back() : history.push(isGuest ? sharedPlace : studyPlace(study));
  useViewerKeys({ view, modality, onTool, onHelp, onPlay: film.toggle });
  return (
    <div className={styles.viewer}>
      <ToolBar {...{ view, modality, tool, onTool, onHelp, onLeave }}>
        <VolumeButtons images={view?.images} {...{ layout, onLayout }} />
      </ToolBar>
      <SeriesStrip
        study={study}
        series={found.data?.rows ?? []}
        shown={series}
        onChoose={(chosen) => void navigate({ search: { series: chosen } })}
      />
      <main className={styles.stage}>
        <h1 className={styles.unseen}>{t('title')}</h1>
        {found.isError && isGuest && isLinkOver(found.error) && <LinkOver />}
        {found.isError && !(isGuest && isLinkOver(found.error)) && (
          <Problem error={found.error} onRetry={() => void found.refetch()} />
        )}
        {found.data?.rows.length === 0 && (
          <EmptyState icon={IconPhotoOff} title={t('noSeries')} meaning={t('noSeriesMeaning')} order={2} />
        )}
        {engine?.isPlain && <PlainNotice />}
        {engine && series !== undefined && isThere && layout === 'mpr' && (
          <Mpr
            {...{ engine, study, series, modality, tool, over }}
            onOver={(chosen) => void navigate({ search: { series, layout, over: chosen } })}
            onStack={() => onLayout(undefined)}
          />
        )}
        {engine && series !== undefined && isThere && layout === 'space' && (
          <Space {...{ engine, study, series, modality }} onStack={() => onLayout(undefined)} />
        )}
        {engine && series !== undefined && isThere && layout === undefined && (
          <Viewport
            {...{ engine, study, series }}
            image={image === undefined ? undefined : image - 1}
            instance={instance === undefined ? undefined : { uid: instance, frame: frame - 1 }}
            onView={setView}
          />
        )}
        {view && view.images.ids.length > 1 && <FilmBar {...film} />}
      </main>
      {isHelpOpen && <KeyHelp modality={modality} onClose={() => setHelpOpen(false)} />}
    </div>
  );
}

function PlainNotice() {
  const { t } = useTranslation('viewer');
  const [isOpen, setOpen] = useState(true);
  if (!isOpen) return null;
  return (
    <Alert
      className={styles.notice ?? ''}
      variant="filled"
      color="dark"
      title={t('plain')}
      withCloseButton
      closeButtonLabel={t('close')}
      onClose={() => setOpen(false)}
    >
      {t('plainMeaning')}
    </Alert>
  );
}
