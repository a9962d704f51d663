/** What went wrong, what it means, and what to do. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { IsocenterError } from '../../../src/contract/index.ts';
import { logInPath } from '../api/session.ts';
import { reasonOf } from '../format/reason.ts';

interface ProblemProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

export function Problem({ error, onRetry }: ProblemProps) {
  const { t } = useTranslation('common');
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle />} title={t('somethingWrong')}>
      <Text size="sm">{reasonOf(error)}</Text>
      <Group mt="sm" gap="xs">
        {wantsLogIn(error) && (
          <Button size="xs" component="a" href={logInPath()}>
            {t('logInAgain')}
          </Button>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('tryAgain')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

/** What makes a way in is only done for who logged in not long ago. */
export const wantsLogIn = (error: unknown): boolean =>
  error instanceof IsocenterError && error.code === 'access/log-in-again';
