/** How many images of those that there are, are in memory. */
import { useTranslation } from 'react-i18next';
import styles from './viewport.module.css';

interface LoadingBarProps {
  readonly loaded: number;
  readonly count: number;
}

export function LoadingBar({ loaded, count }: LoadingBarProps) {
  const { t } = useTranslation('viewer');
  return (
    <div
      className={styles.progress}
      role="progressbar"
      aria-label={t('loadedOf', { loaded, count })}
      aria-valuenow={loaded}
      aria-valuemin={0}
      aria-valuemax={count}
      style={{ transform: `scaleX(${loaded / count})`, width: '100%' }}
    />
  );
}
