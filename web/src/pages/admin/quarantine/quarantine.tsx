/** What could not be taken in or was found damaged: why, from whom, and what can be done with it. */
import { Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { quarantine as quarantineQuery } from '../../../api/quarantine.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Problem } from '../../../components/problem.tsx';
import { FileDialog } from './file-dialog.tsx';
import { QuarantineTable } from './quarantine-table.tsx';
import type { QuarantineSearch } from './search-params.ts';

export function QuarantinePage() {
  const { t } = useTranslation('quarantine');
  const { file }: QuarantineSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(quarantineQuery);
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const look = (id?: string) =>
    void navigate({ to: '/admin/quarantine', search: id === undefined ? {} : { file: id } });
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={480} />;
  const files = data.pages.flatMap((page) => page.files);
  return (
    <>
      {files.length === 0 ? (
        <EmptyState icon={IconShieldCheck} title={t('empty')} meaning={t('emptyMeaning')} />
      ) : (
        <Stack gap="lg">
          <Title order={1}>{t('title')}</Title>
          <Text c="dimmed">{t('meaning')}</Text>
          <QuarantineTable
            files={files}
            onLook={look}
            onEnd={hasNextPage && !isFetchingNextPage ? more : undefined}
          />
        </Stack>
      )}
      {file !== undefined && <FileDialog key={file} id={file} onClose={() => look()} />}
    </>
  );
}
