/** In place of a picture: why there is none, and what can be done. It covers what was seen before. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconPhotoOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { logInPath } from '../api/session.ts';
import { type Failure, failureOf } from './engine/failure.ts';
import styles from './viewport.module.css';

interface FailedProps {
  readonly failure: Failure;
  readonly onRetry: () => void;
}

export function FailedImage({ failure: { kind, reason }, onRetry }: FailedProps) {
  const { t } = useTranslation(['viewer', 'common', 'shell']);
  return (
    <div className={styles.cover} role="alert">
      <Stack align="center" gap="xs" maw={480} ta="center">
        <IconAlertTriangle size={32} aria-hidden />
        <Text fw={600}>{t(`failed_${kind}`)}</Text>
        <Text size="sm">{t(`meaning_${kind}`)}</Text>
        {reason !== '' && (
          <Text size="xs" c="dimmed">
            {reason}
          </Text>
        )}
        <Group>
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('common:tryAgain')}
          </Button>
          {kind === 'loggedOut' && (
            <Button size="xs" component="a" href={logInPath()}>
              {t('shell:logInAgain')}
            </Button>
          )}
        </Group>
      </Stack>
    </div>
  );
}

export function FailedSeries({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return <FailedImage failure={failureOf(error)} onRetry={onRetry} />;
}

/** Of a series in which nothing is that somebody may see. */
export function NoPictures() {
  const { t } = useTranslation('viewer');
  return (
    <div className={styles.cover}>
      <Stack align="center" gap="xs" maw={480} ta="center">
        <IconPhotoOff size={32} aria-hidden />
        <Text fw={600}>{t('noImages')}</Text>
        <Text size="sm" c="dimmed">
          {t('noImagesAtAll')}
        </Text>
      </Stack>
    </div>
  );
}
