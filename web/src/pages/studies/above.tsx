import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { StudyActions } from '../../components/study-actions/study-actions.tsx';
import { facetsOf } from './filters.tsx';
import type { StudyQuery } from './query/request.ts';

interface AboveProps {
  readonly query: StudyQuery | undefined;
  /** Rows that are known. */
  readonly count: number;
  readonly isComplete: boolean;
  readonly selected: readonly string[];
  readonly clear: () => void;
}

/** How many studies there are, or what to do with those that are selected. */
export function Above({ query, count, isComplete, selected, clear }: AboveProps) {
  const { t } = useTranslation('studies');
  const { data } = useQuery(facetsOf(query));
  const known = isComplete ? count : data?.studies;
  const isAll = isComplete || data?.isComplete === true;
  if (selected.length > 0)
    return (
      <Group gap="sm" mih={32} role="toolbar" aria-label={t('selected')}>
        <Text size="sm" fw={600} aria-live="polite">
          {t('selectedCount', { count: selected.length })}
        </Text>
        <StudyActions studies={selected} onRemoved={clear} />
        <Button size="compact-sm" variant="subtle" color="gray" onClick={clear}>
          {t('clear')}
        </Button>
      </Group>
    );
  return (
    <Group mih={32} justify="space-between">
      <Text size="sm" c="dimmed" aria-live="polite">
        {known === undefined ? t('counting') : t(isAll ? 'found' : 'foundMore', { count: known })}
      </Text>
      <Text size="xs" c="dimmed" visibleFrom="md">
        {t('keys')}
      </Text>
    </Group>
  );
}
