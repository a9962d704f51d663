/** What the lists of the administration have in common: title, finding, adding, and what is seen while there is nothing. */
import { Button, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../components/problem.tsx';

interface ListFrameProps {
  readonly title: string;
  readonly meaning: string;
  readonly query: Pick<UseQueryResult, 'isPending' | 'error' | 'refetch'>;
  readonly find?: string;
  readonly onFind?: (find: string) => void;
  readonly addText?: string;
  readonly onAdd?: () => void;
  readonly children: ReactNode;
}

const maxWords = 128;

export function ListFrame({ title, meaning, query, find, onFind, addText, onAdd, children }: ListFrameProps) {
  const { t } = useTranslation('admin');
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={1}>{title}</Title>
        {onAdd && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
            {addText}
          </Button>
        )}
      </Group>
      <Text c="dimmed">{meaning}</Text>
      {onFind && (
        <TextInput
          type="search"
          value={find ?? ''}
          onChange={(event) => onFind(event.currentTarget.value)}
          aria-label={t('find')}
          placeholder={t('find')}
          leftSection={<IconSearch size={16} aria-hidden />}
          maxLength={maxWords}
        />
      )}
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending ? <Skeleton h={240} /> : children}
    </Stack>
  );
}
