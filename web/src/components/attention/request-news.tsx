/** What became of something that who is here asked to have fetched. */
import { Button, Group, Paper, Text, ThemeIcon } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FetchRequest } from '../../../../src/contract/index.ts';

export function RequestNews({ request }: { readonly request: FetchRequest }) {
  const { t } = useTranslation('home');
  const { node, studies, state, answer } = request;
  return (
    <Paper withBorder p="md">
      <Group wrap="nowrap" align="flex-start">
        <ThemeIcon variant="light" radius="xl">
          <IconInfoCircle size={16} aria-hidden />
        </ThemeIcon>
        <div style={{ minWidth: 0, flex: 1, overflowWrap: 'anywhere' }}>
          <Text fw={600}>{t('news', { count: studies.length, node, became: t(`became_${state}`) })}</Text>
          {answer !== '' && (
            <Text size="sm" c="dimmed" dir="auto">
              {answer}
            </Text>
          )}
        </div>
        <Button size="compact-sm" variant="default" renderRoot={(props) => <Link {...props} to="/fetch" />}>
          {t('show')}
        </Button>
      </Group>
    </Paper>
  );
}
