import { Alert } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './viewer.module.css';

/** That pictures are drawn without graphics hardware, until somebody closes it. */
export function PlainNotice() {
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
