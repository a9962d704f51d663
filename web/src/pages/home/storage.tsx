/** How full the disk is: for who may do something about it. */
import { Group, Paper, Progress, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { serverStatus } from '../../api/queries.ts';
import { useMay } from '../../api/rights.ts';
import { bytes } from '../../format/numbers.ts';

/** From here on it is told in another colour, per cent. */
const nearlyFull = 90;
/** Of the card, CSS pixels: what is below stays where it is when the answer comes. */
const height = 74;

export function Storage() {
  const { t } = useTranslation('home');
  const may = useMay();
  const { data, isLoading } = useQuery({ ...serverStatus, enabled: may('administer') });
  if (isLoading) return <Skeleton h={height} />;
  if (!data) return null;
  const { freeBytes, totalBytes } = data.disk;
  const used = totalBytes === 0 ? 0 : ((totalBytes - freeBytes) / totalBytes) * 100;
  return (
    <Paper component="section" withBorder p="md" aria-label={t('storage')}>
      <Group justify="space-between" mb={8}>
        <Title order={2} size="h5">
          {t('storage')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('free', { free: bytes(freeBytes), total: bytes(totalBytes) })}
        </Text>
      </Group>
      <Progress value={used} aria-label={t('storage')} {...(used >= nearlyFull && { color: 'yellow' })} />
    </Paper>
  );
}
