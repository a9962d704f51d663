import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../../src/contract/index.ts';
import { textOf } from '../../api/rows.ts';
import { Thumbnail } from '../../components/thumbnail.tsx';
import { day } from '../../format/dates.ts';
import { personName } from '../../format/person-name.ts';

const pictureSize = 256;

/** The first image is there, and this is it. */
export function Received({ study }: { readonly study: FindRow }) {
  const { t } = useTranslation(['welcome', 'common']);
  const uid = textOf(study, 'StudyInstanceUID');
  const facts = [textOf(study, 'StudyDescription'), day(textOf(study, 'StudyDate'))];
  return (
    <Paper component="section" withBorder p="lg" aria-label={t('received')}>
      <Stack align="center" ta="center">
        <Group gap={8} role="status">
          <IconCircleCheck color="var(--mantine-primary-color-filled)" aria-hidden />
          <Title order={2}>{t('received')}</Title>
        </Group>
        <Thumbnail study={uid} size={pictureSize} />
        <div>
          <Text fw={600} dir="auto">
            {personName(textOf(study, 'PatientName')) || t('common:unnamed')}
          </Text>
          <Text size="sm" c="dimmed">
            {facts.filter((fact) => fact !== '').join(' · ')}
          </Text>
        </div>
        <Text>{t('receivedMeaning')}</Text>
        <Group justify="center">
          <Button renderRoot={(props) => <Link {...props} to="/viewer/$study" params={{ study: uid }} />}>
            {t('look')}
          </Button>
          <Button component={Link} to="/" variant="default">
            {t('toArchive')}
          </Button>
          <Button component={Link} to="/admin/accounts" variant="subtle">
            {t('invite')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
