/** The series of a study, each with a picture and what it was made with. */
import { Anchor, Button, Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useInViewport } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../../src/contract/index.ts';
import { firstMetadataOf } from '../../api/metadata.ts';
import { hasPictures } from '../../api/pictures.ts';
import { useMay } from '../../api/rights.ts';
import { textOf, valuesOf } from '../../api/rows.ts';
import { maximumSeries, seriesOf } from '../../api/studies.ts';
import { ExtensionLinks } from '../../components/extension-links/extension-links.tsx';
import { Growing } from '../../components/growing.tsx';
import { SeriesCount } from '../../components/instance-count.tsx';
import { ModalityBadges } from '../../components/modality-badges.tsx';
import { Problem } from '../../components/problem.tsx';
import { Thumbnail } from '../../components/thumbnail.tsx';
import { keyParameters } from './key-parameters.ts';
import { QualityDialog } from './quality-dialog.tsx';
import type { StudySearch } from './search-params.ts';

export function SeriesTab({ study }: { readonly study: string }) {
  const { t } = useTranslation('study');
  const { series: marked }: StudySearch = useSearch({ strict: false });
  const found = useQuery(seriesOf(study));
  const { error, refetch } = found;
  // Drawn in small pieces: the page can be used meanwhile.
  const data = useDeferredValue(found.data);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={200} />;
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="sm">
        <Growing rows={withFirst(data.rows, marked)}>
          {(row) => (
            <SeriesCard
              key={textOf(row, 'SeriesInstanceUID')}
              study={study}
              row={row}
              isMarked={textOf(row, 'SeriesInstanceUID') === marked}
            />
          )}
        </Growing>
      </SimpleGrid>
      {data.more && <Text c="dimmed">{t('moreSeries', { count: maximumSeries })}</Text>}
    </Stack>
  );
}

/** The one that somebody came for, however many there are. */
function withFirst(rows: readonly FindRow[], series: string | undefined): readonly FindRow[] {
  const isFirst = (row: FindRow) => textOf(row, 'SeriesInstanceUID') === series;
  return series === undefined ? rows : [...rows.filter(isFirst), ...rows.filter((row) => !isFirst(row))];
}

const PICTURE = 96;

interface SeriesCardProps {
  readonly study: string;
  readonly row: FindRow;
  /** The address of the page names it. */
  readonly isMarked: boolean;
}

function SeriesCard({ study, row, isMarked }: SeriesCardProps) {
  const { t } = useTranslation(['study', 'common']);
  const may = useMay();
  const [isLooking, setLooking] = useState(false);
  const series = textOf(row, 'SeriesInstanceUID');
  const { ref, inViewport } = useInViewport();
  const { data } = useQuery({ ...firstMetadataOf(study, series), enabled: inViewport && may('view') });
  const name = textOf(row, 'SeriesDescription') || textOf(row, 'ProtocolName') || t('unnamedSeries');
  const where = ['BodyPartExamined', 'InstitutionName', 'ManufacturerModelName']
    .map((keyword) => textOf(row, keyword))
    .filter((text) => text !== '');
  return (
    <Paper
      ref={ref}
      withBorder
      p="sm"
      aria-current={isMarked ? true : undefined}
      bd={isMarked ? '2px solid var(--mantine-primary-color-filled)' : undefined}
    >
      <Group wrap="nowrap" align="flex-start">
        <Thumbnail study={study} series={series} modalities={valuesOf(row, 'Modality')} size={PICTURE} />
        <Stack gap={2} style={{ minWidth: 0 }}>
          <Title order={2} size="h5" style={{ overflowWrap: 'anywhere' }}>
            {may('view') ? (
              <Anchor
                inherit
                renderRoot={(props) => (
                  <Link
                    to="/studies/$study"
                    params={{ study }}
                    search={{ tab: 'elements', series }}
                    {...props}
                  />
                )}
              >
                {name}
              </Anchor>
            ) : (
              name
            )}
          </Title>
          <Group gap={8}>
            <ModalityBadges modalities={[textOf(row, 'Modality')]} />
            <Text size="sm" c="dimmed">
              {t('seriesNumber', { number: textOf(row, 'SeriesNumber') })} · <SeriesCount series={row} />
            </Text>
          </Group>
          <Text size="sm">{where.join(' · ')}</Text>
          <Text size="xs" c="dimmed" mih={18}>
            {data && keyParameters(data).join(' · ')}
          </Text>
          {may('view') && hasPictures([textOf(row, 'Modality')]) && (
            <Button
              variant="subtle"
              size="compact-xs"
              ml={-8}
              style={{ alignSelf: 'flex-start' }}
              aria-label={t('qualityOf', { name })}
              onClick={() => setLooking(true)}
            >
              {t('quality')}
            </Button>
          )}
          <ExtensionLinks page="series" values={{ StudyInstanceUID: study, SeriesInstanceUID: series }} />
          {isLooking && <QualityDialog {...{ study, series, name }} onClose={() => setLooking(false)} />}
        </Stack>
      </Group>
    </Paper>
  );
}
