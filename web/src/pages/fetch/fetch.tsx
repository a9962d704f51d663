/** Other archives, for who may search and fetch and does not administer: their nodes, and what was asked for. */
import { Badge, Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconBuildingHospital, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListedNode } from '../../../../src/contract/index.ts';
import { nodes as nodesQuery } from '../../api/nodes.ts';
import { me } from '../../api/queries.ts';
import { useMayEverywhere } from '../../api/rights.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { RequestList } from '../../components/fetch-requests/request-list.tsx';
import { useNeedsApproval } from '../../components/fetch-requests/use-needs-approval.ts';
import { SearchDialog } from '../../components/node-search/search-dialog.tsx';
import { Problem } from '../../components/problem.tsx';
import { News } from './news.tsx';
import type { FetchSearch } from './search-params.ts';
import { useNews } from './use-news.ts';
import { Withdraw } from './withdraw.tsx';

export function FetchPage() {
  const { t } = useTranslation('requests');
  const isKnown = useQuery(me).data !== undefined;
  const may = useMayEverywhere();
  if (!isKnown) return <Skeleton h={320} />;
  if (!may('send'))
    return <EmptyState icon={IconLock} title={t('notYours')} meaning={t('notYoursMeaning')} />;
  return <Places />;
}

function Places() {
  const { t } = useTranslation('requests');
  const { data, error, refetch } = useQuery(nodesQuery);
  const news = useNews();
  const { search }: FetchSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const show = (search: FetchSearch) => void navigate({ to: '/fetch', search });
  const searched = data?.nodes.find(({ name }) => name === search);
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>{t('title')}</Title>
        <Text c="dimmed">{t('meaning')}</Text>
      </div>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton h={160} />}
      {data?.nodes.length === 0 && (
        <EmptyState
          icon={IconBuildingHospital}
          title={t('noNodes')}
          meaning={t('noNodesMeaning')}
          order={2}
        />
      )}
      {data?.nodes.map((node) => (
        <NodeCard key={node.name} node={node} onSearch={() => show({ search: node.name })} />
      ))}
      {news.length > 0 && <News requests={news} />}
      <RequestList
        title={t('yours')}
        besides={news}
        deciding={({ id, state }) => state === 'waiting' && <Withdraw id={id} />}
      />
      {searched && <SearchDialog node={searched} onClose={() => show({})} />}
    </Stack>
  );
}

interface NodeCardProps {
  readonly node: ListedNode;
  readonly onSearch: () => void;
}

function NodeCard({ node, onSearch }: NodeCardProps) {
  const { t } = useTranslation(['requests', 'nodes']);
  const needsApproval = useNeedsApproval();
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
            <Text fw={600}>{node.name}</Text>
            {needsApproval(node) && (
              <Badge variant="light" color="yellow" tt="none">
                {t('needsApproval')}
              </Badge>
            )}
          </Group>
          {node.comment !== '' && (
            <Text size="sm" c="dimmed" dir="auto" style={{ overflowWrap: 'anywhere' }}>
              {node.comment}
            </Text>
          )}
        </div>
        <Button
          variant="default"
          style={{ flexShrink: 0 }}
          aria-label={t('nodes:searchNode', { name: node.name })}
          onClick={onSearch}
        >
          {t('nodes:search')}
        </Button>
      </Group>
    </Paper>
  );
}
