/** Waits for the first image, wherever it comes from: a scanner, this browser, or the made-up history. */
import { Group, Loader, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { arrivedStudies, me } from '../../api/queries.ts';
import { Section } from '../../components/section.tsx';
import { DropZone } from '../add/drop-zone.tsx';
import { Demo } from './demo.tsx';
import { FromScanner } from './from-scanner.tsx';
import { Received } from './received.tsx';
import { useArrivals } from './use-arrivals.ts';

export function FirstImage() {
  const { t } = useTranslation('welcome');
  useArrivals();
  const who = useQuery(me).data?.actor.name ?? '';
  const { data } = useQuery(arrivedStudies(1));
  const first = data?.rows[0];
  if (first) return <Received study={first} />;
  return (
    <Stack>
      <Group gap="sm" role="status">
        <Loader size="sm" type="dots" />
        <Text fw={600}>{t('waiting')}</Text>
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Section title={t('scanner')}>
          <FromScanner />
        </Section>
        <Stack>
          <DropZone account={who} isSmall />
          <Demo />
        </Stack>
      </SimpleGrid>
    </Stack>
  );
}
