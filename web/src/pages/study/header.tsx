import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../../src/contract/index.ts';
import { textOf, valuesOf } from '../../api/rows.ts';
import { personOf } from '../../api/studies.ts';
import { ExtensionLinks } from '../../components/extension-links/extension-links.tsx';
import { ModalityBadges } from '../../components/modality-badges.tsx';
import { personPlace } from '../../components/people-places.ts';
import { StudyActions } from '../../components/study-actions/study-actions.tsx';
import { viewerPlace } from '../../components/study-places.ts';
import { Thumbnail } from '../../components/thumbnail.tsx';
import { day, hour } from '../../format/dates.ts';
import { personName } from '../../format/person-name.ts';
import { Labels } from './labels.tsx';

interface HeaderProps {
  readonly row: FindRow;
  readonly study: string;
}

const PICTURE = 112;

export function Header({ row, study }: HeaderProps) {
  const { t } = useTranslation(['study', 'common', 'actions']);
  const { history } = useRouter();
  const { data: somebody } = useQuery(personOf(study));
  const name = personName(textOf(row, 'PatientName')) || t('common:unnamed');
  const date = day(textOf(row, 'StudyDate')) || t('common:undated');
  return (
    <Paper withBorder p="md">
      <Group align="flex-start" gap="md" wrap="nowrap">
        <Thumbnail study={study} modalities={valuesOf(row, 'ModalitiesInStudy')} size={PICTURE} isEager />
        <Stack gap={4} style={{ minWidth: 0, flex: 1 }}>
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {somebody ? (
              <Anchor component={Link} to={personPlace(somebody)} inherit c="inherit">
                {name}
              </Anchor>
            ) : (
              name
            )}
          </Title>
          <Group gap={8}>
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {textOf(row, 'StudyDescription')}
            </Text>
            <ModalityBadges modalities={valuesOf(row, 'ModalitiesInStudy')} />
            <Text>
              {date} {hour(textOf(row, 'StudyTime'))}
            </Text>
          </Group>
          <Facts row={row} />
          <Labels study={study} />
        </Stack>
      </Group>
      <Group mt="md" gap={8}>
        <Button
          size="xs"
          leftSection={<IconEye size={16} aria-hidden />}
          // A link: the viewer is loaded while a hand is on its way to it.
          renderRoot={(props) => <Link {...props} to={viewerPlace(study)} />}
        >
          {t('actions:view')}
        </Button>
        <StudyActions studies={[study]} onRemoved={() => history.push('/studies')} />
        <ExtensionLinks page="study" values={{ StudyInstanceUID: study }} />
      </Group>
    </Paper>
  );
}

const days = new Set(['PatientBirthDate']);
const names = new Set(['ReferringPhysicianName']);

function Facts({ row }: { readonly row: FindRow }) {
  const { t } = useTranslation('elements');
  const facts = (
    ['PatientID', 'PatientBirthDate', 'PatientSex', 'AccessionNumber', 'ReferringPhysicianName'] as const
  ).flatMap((keyword) => {
    const text = textOf(row, keyword);
    const shown = days.has(keyword) ? day(text) : names.has(keyword) ? personName(text) : text;
    return shown === '' ? [] : [[keyword, t(keyword), shown] as const];
  });
  return (
    <Group gap="md" style={{ rowGap: 4 }}>
      {facts.map(([keyword, name, value]) => (
        <Text key={keyword} title={keyword} size="sm" style={{ overflowWrap: 'anywhere' }}>
          <Text span c="dimmed">
            {name}
          </Text>{' '}
          {value}
        </Text>
      ))}
    </Group>
  );
}
