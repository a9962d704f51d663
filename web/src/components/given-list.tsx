/** What is about to be given out, so that nobody gives the wrong thing. */
import { Group, List, Skeleton, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../src/contract/index.ts';
import { textOf, valuesOf } from '../api/rows.ts';
import { study as studyQuery } from '../api/studies.ts';
import { day } from '../format/dates.ts';
import { personName } from '../format/person-name.ts';
import type { Given } from './given.ts';
import { ModalityBadges } from './modality-badges.tsx';

/** Studies that are named; of more there is the number. */
const named = 4;

export function GivenList({ given: { studies, somebody } }: { readonly given: Given }) {
  const { t } = useTranslation('common');
  const shown = useQueries({ queries: studies.slice(0, named).map((uid) => studyQuery(uid)) });
  const more = studies.length - shown.length;
  return (
    <div>
      {somebody && <Text fw={600}>{personName(somebody.name ?? '') || t('unnamed')}</Text>}
      <List listStyleType="none" spacing={4}>
        {shown.map(({ data }, index) => (
          <List.Item key={studies[index]}>
            {data === undefined && <Skeleton h={20} w={280} />}
            {data === null && studies[index]}
            {data && <Line row={data} hasName={somebody === undefined} />}
          </List.Item>
        ))}
      </List>
      {more > 0 && (
        <Text size="sm" c="dimmed">
          {t('moreStudies', { count: more })}
        </Text>
      )}
    </div>
  );
}

function Line({ row, hasName }: { readonly row: FindRow; readonly hasName: boolean }) {
  const { t } = useTranslation('common');
  const words = [
    hasName && (personName(textOf(row, 'PatientName')) || t('unnamed')),
    textOf(row, 'StudyDescription'),
    day(textOf(row, 'StudyDate')) || t('undated'),
  ];
  return (
    <Group gap={8} wrap="nowrap">
      <ModalityBadges modalities={valuesOf(row, 'ModalitiesInStudy')} />
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {words.filter((word) => word !== false && word !== '').join(' · ')}
      </Text>
    </Group>
  );
}
