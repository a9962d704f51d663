import { ActionIcon, Badge, Button, Group, Text, ThemeIcon, Tooltip } from '@mantine/core';
import { IconPencil, IconUserCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ListedNode } from '../../../../../src/contract/index.ts';
import { forgetNode } from '../../../api/nodes.ts';
import { type Column, LongTable } from '../../../components/long-table.tsx';
import { RemoveButton } from '../../../components/remove-button.tsx';
import { useUndo } from '../../../components/undo.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { Echo } from './echo.tsx';
import { nodeRights } from './rights.ts';

interface NodeTableProps {
  readonly nodes: readonly ListedNode[];
  readonly onEdit: (name: string) => void;
  readonly onSearch: (name: string) => void;
}

export function NodeTable({ nodes, onEdit, onSearch }: NodeTableProps) {
  const { t } = useTranslation('nodes');
  const remove = useRemoveNode();
  const columns: readonly Column<ListedNode>[] = [
    {
      id: 'name',
      title: t('name'),
      width: 150,
      cell: ({ name, comment, fetchNeedsApproval }) => (
        <>
          <Group gap={6} wrap="nowrap">
            <Text size="sm" fw={600} truncate title={name}>
              {name}
            </Text>
            {fetchNeedsApproval && (
              <Tooltip label={t('approvalShort')}>
                <ThemeIcon
                  size="xs"
                  variant="transparent"
                  color="gray"
                  role="img"
                  aria-label={t('approvalShort')}
                  tabIndex={0}
                >
                  <IconUserCheck size={16} aria-hidden />
                </ThemeIcon>
              </Tooltip>
            )}
          </Group>
          {comment !== '' && (
            <Text size="xs" c="dimmed" truncate title={comment} dir="auto">
              {comment}
            </Text>
          )}
        </>
      ),
    },
    { id: 'title', title: t('aeTitle'), width: 136, cell: ({ aeTitle }) => aeTitle ?? '' },
    { id: 'place', title: t('place'), cell: (node) => <Place {...node} /> },
    { id: 'may', title: t('may'), cell: ({ may, host }) => host !== undefined && mayWords(may) },
    { id: 'echo', title: t('answers'), width: 176, cell: ({ name }) => <Echo name={name} /> },
    {
      id: 'search',
      title: '',
      width: 88,
      cell: ({ name }) => (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t('searchNode', { name })}
          onClick={() => onSearch(name)}
        >
          {t('search')}
        </Button>
      ),
    },
    {
      id: 'actions',
      title: '',
      width: 100,
      isRight: true,
      cell: (node) =>
        node.from === 'config' ? (
          <Tooltip label={t('fixedMeaning')}>
            <Badge variant="default" tt="none" tabIndex={0}>
              {t('fixed')}
            </Badge>
          </Tooltip>
        ) : (
          <Group gap={4} justify="flex-end" wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('editNode', { name: node.name })}
              onClick={() => onEdit(node.name)}
            >
              <IconPencil size={16} />
            </ActionIcon>
            <RemoveButton label={t('removeNode', { name: node.name })} onClick={() => remove(node)} />
          </Group>
        ),
    },
  ];
  return (
    <LongTable label={t('title')} columns={columns} rows={nodes} keyOf={({ name }) => name} minWidth={920} />
  );

  function mayWords(may: ListedNode['may']): string {
    const words = nodeRights.filter((right) => may[right]).map((right) => t(`may_${right}`));
    return words.length === 0 ? t('mayNothing') : words.join(', ');
  }
}

/** A row has room for two lines. */
function Place({ host, port, tls, web }: ListedNode) {
  return (
    <>
      {host !== undefined && (
        <Group gap={8} wrap="nowrap">
          <Text size="sm" truncate title={`${host}:${port}`}>
            {`${host}:${port}`}
          </Text>
          {tls && (
            <Badge size="xs" variant="light" flex="none" tt="none">
              TLS
            </Badge>
          )}
        </Group>
      )}
      {web && (
        <Text
          size="xs"
          lineClamp={host === undefined ? 2 : 1}
          style={{ overflowWrap: 'anywhere' }}
          title={web.url}
        >
          {web.url}
        </Text>
      )}
    </>
  );
}

/** Forgets a node, and offers to take it back with everything that it was allowed. */
function useRemoveNode(): (node: ListedNode) => void {
  const { t } = useTranslation('nodes');
  const client = useQueryClient();
  const offerUndo = useUndo();
  const again = () => client.invalidateQueries({ queryKey: ['nodes'] });
  const { mutate } = useMutation({
    mutationFn: forgetNode,
    onSuccess: async (bringBack, { name }) => {
      offerUndo(t('removed', { name }), async () => {
        await bringBack();
        await again();
      });
      await again();
    },
    onError: useFailed(),
  });
  return mutate;
}
