import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { me } from '../../api/queries.ts';

/** The first administrator, and how to make the account safer. */
export function WhoYouAre({ onNext }: { readonly onNext: () => void }) {
  const { t } = useTranslation('welcome');
  const { data } = useQuery(me);
  return (
    <Paper component="section" withBorder p="lg" aria-label={t('step_you')}>
      <Stack>
        <Title order={2}>{t('hello', { name: data?.actor.name ?? '' })}</Title>
        <Text>{t('you')}</Text>
        <Text>{t('safer')}</Text>
        <Group>
          <Button component={Link} to="/account" variant="default">
            {t('passkey')}
          </Button>
          <Button onClick={onNext}>{t('next')}</Button>
        </Group>
      </Stack>
    </Paper>
  );
}
