/** A study beside the table: what it is, its series, what can be done. */
import { Button, CloseButton, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { textOf, valuesOf } from '../../api/rows.ts';
import { seriesOf, study as studyQuery } from '../../api/studies.ts';
import { Growing } from '../../components/growing.tsx';
import { SeriesCount } from '../../components/instance-count.tsx';
import { ModalityBadges } from '../../components/modality-badges.tsx';
import { Problem } from '../../components/problem.tsx';
import { StudyActions } from '../../components/study-actions/study-actions.tsx';
import { Thumbnail } from '../../components/thumbnail.tsx';
import { day } from '../../format/dates.ts';
import { personName } from '../../format/person-name.ts';
import styles from './study-panel.module.css';

interface StudyPanelProps {
  readonly study: string;
  readonly onClose: () => void;
}

export function StudyPanel({ study, onClose }: StudyPanelProps) {
  const { t } = useTranslation(['studies', 'common', 'actions']);
  const { data: row, error } = useQuery(studyQuery(study));
  return (
    <Paper component="aside" withBorder p="md" className={styles.panel} aria-label={t('panel')}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={2} style={{ overflowWrap: 'anywhere' }}>
          {row ? personName(textOf(row, 'PatientName')) || t('common:unnamed') : <Skeleton h={24} w={160} />}
        </Title>
        <CloseButton aria-label={t('close')} onClick={onClose} />
      </Group>
      {error && <Problem error={error} />}
      {row && (
        <Stack gap={8}>
          <Text size="sm">{textOf(row, 'StudyDescription')}</Text>
          <Group gap={8}>
            <Text size="sm" c="dimmed">
              {day(textOf(row, 'StudyDate')) || t('common:undated')}
            </Text>
            <ModalityBadges modalities={valuesOf(row, 'ModalitiesInStudy')} />
          </Group>
          <Group gap={8}>
            <Button
              renderRoot={(props) => <Link to="/viewer/$study" params={{ study }} {...props} />}
              size="xs"
            >
              {t('actions:view')}
            </Button>
            <Button
              renderRoot={(props) => <Link to="/studies/$study" params={{ study }} {...props} />}
              size="xs"
              variant="default"
            >
              {t('details')}
            </Button>
          </Group>
          <StudyActions studies={[study]} onRemoved={onClose} />
        </Stack>
      )}
      <SeriesStrip study={study} />
    </Paper>
  );
}

const PICTURE = 56;

function SeriesStrip({ study }: { readonly study: string }) {
  const { t } = useTranslation('common');
  const { data } = useQuery(seriesOf(study));
  if (!data) return <Skeleton h={PICTURE} mt="md" />;
  return (
    <Stack gap={8} mt="md" className={styles.series} tabIndex={0} role="group" aria-label={t('series')}>
      <Growing rows={data.rows}>
        {(series) => (
          <Group key={textOf(series, 'SeriesInstanceUID')} wrap="nowrap" gap="sm">
            <Thumbnail
              study={study}
              series={textOf(series, 'SeriesInstanceUID')}
              modalities={valuesOf(series, 'Modality')}
              size={PICTURE}
            />
            <div style={{ minWidth: 0 }}>
              <Text size="sm" truncate>
                {textOf(series, 'SeriesDescription') || textOf(series, 'Modality')}
              </Text>
              <Text size="xs" c="dimmed">
                {textOf(series, 'Modality')} · <SeriesCount series={series} />
              </Text>
            </div>
          </Group>
        )}
      </Growing>
    </Stack>
  );
}
