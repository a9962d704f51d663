/** Who did what, when and from where; whether that is all as it was written; and a copy to take away. */
import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditRecord } from '../../../../../src/contract/index.ts';
import { audit as auditQuery, auditToExport, mostExported } from '../../../api/audit.ts';
import { Problem } from '../../../components/problem.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { AuditTable } from './audit-table.tsx';
import { Chain } from './chain.tsx';
import { csvOf, saveAs } from './csv.ts';
import { AuditFilters } from './filters.tsx';
import { RecordDialog } from './record-dialog.tsx';
import { type AuditSearch, filterOf } from './search-params.ts';

export function AuditPage() {
  const { t } = useTranslation('audit');
  const search: AuditSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const [looked, setLooked] = useState<AuditRecord>();
  const filter = filterOf(search);
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(auditQuery(filter));
  const records = data?.pages.flat() ?? [];
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const download = useMutation({
    mutationFn: async () => saveAs('audit.csv', csvOf(await auditToExport(filter))),
    onError: useFailed(),
  });
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={1}>{t('title')}</Title>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={download.isPending}
          onClick={() => download.mutate()}
          title={t('exportMeaning', { count: mostExported })}
        >
          {t('export')}
        </Button>
      </Group>
      <Chain />
      <AuditFilters
        search={search}
        onChange={(next) => void navigate({ to: '/admin/audit', search: next, replace: true })}
      />
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {isPending && <Skeleton h={480} />}
      {data && records.length === 0 && <Text>{t('none')}</Text>}
      {records.length > 0 && (
        <AuditTable
          records={records}
          onLook={setLooked}
          onEnd={hasNextPage && !isFetchingNextPage ? more : undefined}
        />
      )}
      {looked && <RecordDialog record={looked} onClose={() => setLooked(undefined)} />}
    </Stack>
  );
}
