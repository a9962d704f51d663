import { Button, Card, Group, Menu, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconDownload, IconEye } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../../src/contract/index.ts';
import { textOf, valuesOf } from '../../api/rows.ts';
import { StudyCount } from '../../components/instance-count.tsx';
import { ModalityBadges } from '../../components/modality-badges.tsx';
import { viewerPlace } from '../../components/study-places.ts';
import { Thumbnail } from '../../components/thumbnail.tsx';
import { day } from '../../format/dates.ts';
import { personName } from '../../format/person-name.ts';
import { SharedFiles } from './shared-files.tsx';

interface SharedStudiesProps {
  readonly studies: readonly FindRow[];
  readonly mayDownload: boolean;
  readonly isNameHidden: boolean;
}

export function SharedStudies({ studies, ...how }: SharedStudiesProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      {studies.map((row) => (
        <SharedStudy key={textOf(row, 'StudyInstanceUID')} row={row} {...how} />
      ))}
    </SimpleGrid>
  );
}

const PICTURE = 128;

type SharedStudyProps = Omit<SharedStudiesProps, 'studies'> & { readonly row: FindRow };

function SharedStudy({ row, mayDownload, isNameHidden }: SharedStudyProps) {
  const { t } = useTranslation(['shared', 'common']);
  const uid = textOf(row, 'StudyInstanceUID');
  return (
    <Card withBorder padding="md" component="article">
      <Group wrap="nowrap" align="flex-start">
        <Thumbnail study={uid} modalities={valuesOf(row, 'ModalitiesInStudy')} size={PICTURE} />
        <Stack gap={4} style={{ minWidth: 0, flex: 1 }}>
          <Title order={2} size="h5" style={{ overflowWrap: 'anywhere' }}>
            {textOf(row, 'StudyDescription') || valuesOf(row, 'ModalitiesInStudy').join(' ')}
          </Title>
          <Text size="sm">{day(textOf(row, 'StudyDate')) || t('common:undated')}</Text>
          {!isNameHidden && (
            <Text size="sm" c="dimmed" truncate>
              {personName(textOf(row, 'PatientName')) || t('common:unnamed')}
            </Text>
          )}
          <Group gap={8}>
            <ModalityBadges modalities={valuesOf(row, 'ModalitiesInStudy')} />
            <Text size="xs" c="dimmed">
              <StudyCount study={row} />
            </Text>
          </Group>
        </Stack>
      </Group>
      {!isNameHidden && <SharedFiles study={uid} />}
      <Group gap={8} mt="md">
        <Button
          size="sm"
          leftSection={<IconEye size={16} aria-hidden />}
          renderRoot={(props) => <Link {...props} to={viewerPlace(uid)} />}
        >
          {t('view')}
        </Button>
        {mayDownload && <Download study={uid} />}
      </Group>
    </Card>
  );
}

function Download({ study }: { readonly study: string }) {
  const { t } = useTranslation('shared');
  return (
    <Menu>
      <Menu.Target>
        <Button size="sm" variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {t('download')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`/api/studies/${study}/zip`} download>
          {t('zip')}
        </Menu.Item>
        <Menu.Item component="a" href={`/api/studies/${study}/iso`} download>
          {t('disc')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
