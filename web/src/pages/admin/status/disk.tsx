import { Group, Paper, Progress, SimpleGrid, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../../../../src/contract/index.ts';
import { bytes, whole } from '../../../format/numbers.ts';

/** From here on it is told in another colour, per cent. */
const nearlyFull = 90;

/** How full the disk is, and with what. */
export function Disk({ status: { disk, counts } }: { readonly status: Status }) {
  const { t } = useTranslation(['status', 'common']);
  const used = disk.totalBytes - disk.freeBytes;
  const share = (part: number) => (disk.totalBytes === 0 ? 0 : (part / disk.totalBytes) * 100);
  const ours = Math.min(counts.bytes, used);
  const figures = [
    [t('common:patients'), counts.patients],
    [t('common:studies'), counts.studies],
    [t('common:series'), counts.series],
    [t('common:images'), counts.instances],
    [t('files'), counts.files],
    [t('trash'), counts.trash],
    [t('quarantined'), counts.quarantined],
    [t('conflicts'), counts.conflicts],
  ] as const;
  return (
    <Paper component="section" withBorder p="md" aria-label={t('disk')}>
      <Group justify="space-between" mb={8}>
        <Title order={2}>{t('disk')}</Title>
        <Text size="sm" c="dimmed">
          {t('free', { free: bytes(disk.freeBytes), total: bytes(disk.totalBytes) })}
        </Text>
      </Group>
      <Progress.Root size={16}>
        <Progress.Section value={share(ours)} aria-label={t('ours')} />
        <Progress.Section
          value={share(used - ours)}
          color={share(used) >= nearlyFull ? 'yellow' : 'gray'}
          aria-label={t('others')}
        />
      </Progress.Root>
      <Text size="sm" c="dimmed" mt={8}>
        {t('usedBy', { ours: bytes(counts.bytes), others: bytes(Math.max(0, used - ours)) })}
      </Text>
      {disk.fullInDays !== null && (
        <Text size="sm" mt={4}>
          {disk.fullInDays < 60
            ? t('fullInDays', { count: disk.fullInDays })
            : t('fullInMonths', { count: Math.round(disk.fullInDays / 30.4) })}
        </Text>
      )}
      <SimpleGrid component="dl" cols={{ base: 2, xs: 4 }} spacing="md" mt="md" mb={0}>
        {figures.map(([name, figure]) => (
          <div key={name}>
            <Text component="dt" size="sm" c="dimmed">
              {name}
            </Text>
            <Text component="dd" m={0} fw={620}>
              {whole(figure)}
            </Text>
          </div>
        ))}
      </SimpleGrid>
    </Paper>
  );
}
