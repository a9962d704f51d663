import { Alert, Button, Group, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forget, remembered } from '../../upload/remembered.ts';

/** The page was closed while something was added. A browser forgets which files those were: they have to be chosen once more. */
export function GoOn({ account }: { readonly account: string }) {
  const { t } = useTranslation('add');
  const [before, setBefore] = useState(() => remembered(account));
  if (!before) return null;
  return (
    <Alert
      color="yellow"
      icon={<IconPlayerPlay />}
      title={t('interrupted', { names: before.names.join(', ') })}
    >
      <Text size="sm">{t('interruptedMeaning')}</Text>
      <Group mt="sm">
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            forget(account);
            setBefore(undefined);
          }}
        >
          {t('forget')}
        </Button>
      </Group>
    </Alert>
  );
}
