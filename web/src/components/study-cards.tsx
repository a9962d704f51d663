/** Studies as pictures with the words that tell them apart. */
import { Card, Group, SimpleGrid, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../src/contract/index.ts';
import { textOf, valuesOf } from '../api/rows.ts';
import { day } from '../format/dates.ts';
import { personName } from '../format/person-name.ts';
import { StudyCount } from './instance-count.tsx';
import { ModalityBadges } from './modality-badges.tsx';
import styles from './study-cards.module.css';
import { studyPlace } from './study-places.ts';
import { Thumbnail } from './thumbnail.tsx';

/** Cards whose pictures are asked for at once: a screen shows these without scrolling. */
const firstSeen = 4;

export function StudyCards({ studies }: { readonly studies: readonly FindRow[] }) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }} spacing="sm">
      {studies.map((study, at) => (
        <StudyCard key={textOf(study, 'StudyInstanceUID')} study={study} isEager={at < firstSeen} />
      ))}
    </SimpleGrid>
  );
}

interface StudyCardProps {
  readonly study: FindRow;
  readonly isEager: boolean;
}

function StudyCard({ study, isEager }: StudyCardProps) {
  const { t } = useTranslation('common');
  const uid = textOf(study, 'StudyInstanceUID');
  const modalities = valuesOf(study, 'ModalitiesInStudy');
  return (
    <Card
      withBorder
      padding="sm"
      className={styles.card ?? ''}
      renderRoot={(props) => <Link {...props} to={studyPlace(uid)} />}
    >
      <Group wrap="nowrap" align="flex-start">
        <Thumbnail study={uid} modalities={modalities} size={96} isEager={isEager} />
        <div style={{ minWidth: 0 }}>
          <Text fw={600} truncate>
            {personName(textOf(study, 'PatientName')) || t('unnamed')}
          </Text>
          <Text size="sm" lineClamp={2}>
            {textOf(study, 'StudyDescription')}
          </Text>
          <Text size="sm" c="dimmed">
            {day(textOf(study, 'StudyDate')) || t('undated')}
          </Text>
          <Group gap={8} mt={4}>
            <ModalityBadges modalities={modalities} />
            <Text size="xs" c="dimmed">
              <StudyCount study={study} />
            </Text>
          </Group>
        </div>
      </Group>
    </Card>
  );
}
