/** Nodes: which there are, whether they answer, what they may; and what to type in a scanner so that it sends here. */
import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconBuildingHospital, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { nodes as nodesQuery } from '../../../api/nodes.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { RequestList } from '../../../components/fetch-requests/request-list.tsx';
import { SearchDialog } from '../../../components/node-search/search-dialog.tsx';
import { Problem } from '../../../components/problem.tsx';
import { DecideRequest } from './decide-request.tsx';
import { LeftBehind } from './left-behind/left-behind.tsx';
import { NodeDialog } from './node-dialog.tsx';
import { NodeTable } from './node-table.tsx';
import type { NodesSearch } from './search-params.ts';
import { SendHere } from './send-here.tsx';

export function Nodes() {
  const { t } = useTranslation(['nodes', 'requests']);
  const { data, error, refetch } = useQuery(nodesQuery);
  const { node, add, search }: NodesSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const show = (search: NodesSearch) => void navigate({ to: '/admin/nodes', search });
  const changed = data?.nodes.find(({ name, from }) => name === node && from === 'registry');
  const searched = data?.nodes.find(({ name }) => name === search);
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={1}>{t('title')}</Title>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => show({ add: true })}>
          {t('addNode')}
        </Button>
      </Group>
      <Text c="dimmed">{t('meaning')}</Text>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton h={160} />}
      {data?.nodes.length === 0 && (
        <EmptyState icon={IconBuildingHospital} title={t('none')} meaning={t('noneMeaning')} order={2} />
      )}
      {data && data.nodes.length > 0 && (
        <NodeTable
          nodes={data.nodes}
          onEdit={(name) => show({ node: name })}
          onSearch={(name) => show({ search: name })}
        />
      )}
      <RequestList
        title={t('requests:toDecide')}
        deciding={(request) => <DecideRequest request={request} />}
      />
      <LeftBehind />
      <SendHere />
      {add && <NodeDialog onClose={() => show({})} />}
      {searched && <SearchDialog node={searched} onClose={() => show({})} />}
      {changed && <NodeDialog node={changed} onClose={() => show({})} />}
    </Stack>
  );
}
