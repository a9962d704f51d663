import { Alert, Button, Group, SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { IconBinaryTree, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../src/contract/index.ts';
import { trees as treesQuery } from '../../api/automation.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { NewTreeDialog } from './new-tree-dialog.tsx';
import type { AutomationSearch } from './search-params.ts';
import { TreeCard } from './tree-card.tsx';

interface TreeListProps {
  readonly file: ResultFor<'automationShow'>;
}

export function TreeList({ file }: TreeListProps) {
  const { t } = useTranslation('automation');
  const { tree }: AutomationSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(treesQuery);
  const go = (search: AutomationSearch) => void navigate({ to: '/automation', search });
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  const add = (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      disabled={file.problems.length > 0 || file.targetFolders.length === 0}
      onClick={() => go({ tree: 'new' })}
    >
      {t('addTree')}
    </Button>
  );
  return (
    <Stack>
      {file.problems.length > 0 && (
        <Alert color="yellow" title={t('fileIsWrong')}>
          {t('fileIsWrongMeaning')}
        </Alert>
      )}
      {file.targetFolders.length === 0 && (
        <Alert color="yellow" title={t('noTargets')}>
          {t('noTargetsMeaning')}
        </Alert>
      )}
      {data.trees.length === 0 ? (
        <EmptyState icon={IconBinaryTree} title={t('noTrees')} meaning={t('noTreesMeaning')}>
          {add}
        </EmptyState>
      ) : (
        <>
          <Group>{add}</Group>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            {data.trees.map((one) => (
              <TreeCard key={one.name} tree={one} digest={file.digest} text={file.text} />
            ))}
          </SimpleGrid>
        </>
      )}
      {tree === 'new' && file.targetFolders.length > 0 && (
        <NewTreeDialog file={file} onClose={() => go({})} />
      )}
    </Stack>
  );
}
