/** Over a volume: that it is loading, or why it is not there. */
import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../engine/failure.ts';
import { LoadingBar } from '../loading-bar.tsx';
import styles from '../viewport.module.css';
import { FailedImage, FailedSeries } from '../viewport-message.tsx';
import type { OpenVolume } from './use-volume.ts';
import { VolumeProblem } from './volume-problem.tsx';

interface VolumeCoverProps {
  readonly volume: OpenVolume<unknown>;
  readonly onStack: () => void;
}

/** As long as there is no view. */
export function VolumeCover({ volume: { view, plan, shortage, error, retry }, onStack }: VolumeCoverProps) {
  const { t } = useTranslation('volume');
  if (view !== undefined) return null;
  if (error !== undefined) return <FailedSeries error={error} onRetry={retry} />;
  if (plan) return <VolumeProblem {...{ plan, shortage, onStack }} />;
  return (
    <div className={styles.busy} role="status">
      <Loader size="sm" aria-label={t('loadingVolume')} />
    </div>
  );
}

interface VolumeProgressProps {
  readonly loaded: number;
  readonly count: number;
  readonly failure?: Failure | undefined;
  readonly onRetry: () => void;
}

/** How much of it is in memory. A volume with a hole in it is not shown. */
export function VolumeProgress({ loaded, count, failure, onRetry }: VolumeProgressProps) {
  if (failure) return <FailedImage failure={failure} onRetry={onRetry} />;
  if (loaded === count) return <span data-volume="complete" />;
  return <LoadingBar {...{ loaded, count }} />;
}
