/** Until an object is there. */
import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './objects.module.css';

export function Waiting() {
  const { t } = useTranslation('common');
  return (
    <div className={styles.waiting} role="status">
      <Loader size="sm" aria-label={t('loading')} />
    </div>
  );
}
