import { Alert, Button, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { logInPath, sessionEnded } from '../api/session.ts';

/** Says so above what is on the screen, which stays. */
export function SessionEnded() {
  const { t } = useTranslation('shell');
  const hasEnded = useSyncExternalStore(sessionEnded.subscribe, sessionEnded.get);
  if (!hasEnded) return null;
  return (
    <Alert role="alert" color="yellow" icon={<IconLock />} title={t('sessionEnded')} mb="md">
      <Text size="sm" mb="sm">
        {t('sessionEndedMeaning')}
      </Text>
      <Button size="xs" component="a" href={logInPath()}>
        {t('logInAgain')}
      </Button>
    </Alert>
  );
}
