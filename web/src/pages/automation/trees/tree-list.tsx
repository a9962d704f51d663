import { Alert, Skeleton } from '@mantine/core';
import { IconBinaryTree } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../../src/contract/index.ts';
import { trees as treesQuery } from '../../../api/automation.ts';
import { Problem } from '../../../components/problem.tsx';
import { EntryList } from '../entries/entry-list.tsx';
import { useChange } from '../entries/use-change.ts';
import type { AutomationSearch } from '../search-params.ts';
import { TreeCard } from './tree-card.tsx';
import { TreeDialog } from './tree-dialog.tsx';
import { treeForm } from './tree-fields.ts';

interface TreeListProps {
  readonly file: ResultFor<'automationShow'>;
}

export function TreeList({ file }: TreeListProps) {
  const { t } = useTranslation('automation');
  const { tree }: AutomationSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(treesQuery);
  const { changed, begin } = useChange('trees', file, treeForm(file.targetFolders));
  const go = (search: AutomationSearch) => void navigate({ to: '/automation', search });
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  const hasTarget = file.targetFolders.length > 0;
  return (
    <>
      <EntryList
        isWrong={file.problems.length > 0}
        missing={
          !hasTarget && (
            <Alert color="yellow" title={t('noTargets')}>
              {t('noTargetsMeaning')}
            </Alert>
          )
        }
        empty={{ icon: IconBinaryTree, title: t('noTrees'), meaning: t('noTreesMeaning') }}
        add={t('addTree')}
        onAdd={() => go({ tree: 'new' })}
        cards={data.trees.map((one) => (
          <TreeCard
            key={one.name}
            tree={one}
            digest={file.digest}
            text={file.text}
            onChange={() => begin(one.name)}
          />
        ))}
      />
      {((tree === 'new' && hasTarget) || changed) && (
        <TreeDialog {...{ file, changed }} onClose={() => go({})} />
      )}
    </>
  );
}
