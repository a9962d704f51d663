/** A volume that is kept as a file (NIfTI), with the screen for itself. */
import { IconBoxModel2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileOf } from '../../api/files.ts';
import { useIsGuest } from '../../api/rights.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { sharedPlace } from '../../components/study-places.ts';
import type { Engine } from '../engine/engine.ts';
import { FileHead } from '../objects/file-head.tsx';
import { useDarkScreen } from '../use-dark-screen.ts';
import { useEngine } from '../use-engine.ts';
import { useLeave } from '../use-leave.ts';
import styles from './nifti.module.css';
import { provide } from './nifti-images.ts';
import { niftiIn } from './nifti-in.ts';
import type { NiftiSeries } from './nifti-series.ts';
import { NiftiStage } from './nifti-stage.tsx';
import { Unpacking } from './unpacking.tsx';

const route = getRouteApi('/volumes/$digest');

export function NiftiPage() {
  useDarkScreen();
  const { t } = useTranslation('nifti');
  const { digest } = route.useParams();
  const { panel } = route.useSearch();
  const onLeave = useLeave(useIsGuest() ? sharedPlace : '/studies');
  const [share, setShare] = useState(0);
  const file = useQuery(fileOf(digest));
  const isVolume = file.data?.preview === 'volume';
  const volume = useQuery({ ...niftiIn(file.data, setShare), enabled: isVolume });
  const { engine } = useEngine(volume.data !== undefined);
  const series = useProvided(engine, volume.data);
  const error = file.error ?? volume.error;
  if (engine && series)
    return (
      <div className={styles.viewer} data-panel={panel}>
        <NiftiStage {...{ engine, series, onLeave }} />
      </div>
    );
  return (
    <main className={styles.page}>
      <FileHead file={file.data} onLeave={onLeave} />
      {file.data && !isVolume && (
        <EmptyState icon={IconBoxModel2} title={t('noVolume')} meaning={t('noVolumeMeaning')} order={2} />
      )}
      {error && <Problem error={error} onRetry={() => void volume.refetch()} />}
      {!error && (isVolume || !file.data) && <Unpacking share={share} />}
    </main>
  );
}

/** The same once its images can be shown. */
function useProvided(engine: Engine | undefined, series: NiftiSeries | undefined): NiftiSeries | undefined {
  const [provided, setProvided] = useState<NiftiSeries>();
  useEffect(() => {
    if (!engine || !series) return;
    const end = provide(series);
    engine.library.give(series.all);
    setProvided(series);
    return () => {
      setProvided(undefined);
      end();
    };
  }, [engine, series]);
  return provided;
}
