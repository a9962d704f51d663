/** What went wrong, what it means, and what to do. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface ProblemProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

export function Problem({ error, onRetry }: ProblemProps) {
  const { t } = useTranslation('common');
  const message = error instanceof Error ? error.message : String(error);
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle />} title={t('somethingWrong')}>
      <Text size="sm">{message}</Text>
      {onRetry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('tryAgain')}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
