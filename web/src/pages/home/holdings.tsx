import { Paper, SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SeenCounts } from '../../../../src/contract/index.ts';
import { bytes, whole } from '../../format/numbers.ts';

/** How much there is of everything. */
export function Holdings({ counts }: { readonly counts: SeenCounts }) {
  const { t } = useTranslation(['home', 'common']);
  const figures = [
    [t('common:patients'), whole(counts.patients)],
    [t('common:studies'), whole(counts.studies)],
    [t('common:series'), whole(counts.series)],
    [t('common:images'), whole(counts.instances)],
    [t('size'), bytes(counts.bytes)],
  ] as const;
  return (
    <SimpleGrid cols={{ base: 2, xs: 3, md: 5 }} spacing="sm" aria-label={t('holdings')} role="group">
      {figures.map(([name, figure]) => (
        <Paper key={name} withBorder p="md">
          <Text size="sm" c="dimmed">
            {name}
          </Text>
          <Text size="xl" fw={620}>
            {figure}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}
