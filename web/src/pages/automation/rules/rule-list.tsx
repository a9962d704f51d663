import { Skeleton } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../../src/contract/index.ts';
import { rules as rulesQuery } from '../../../api/automation.ts';
import { Problem } from '../../../components/problem.tsx';
import { DatasetDialog } from '../datasets/dataset-dialog.tsx';
import { EntryList } from '../entries/entry-list.tsx';
import { useChange } from '../entries/use-change.ts';
import type { AutomationSearch } from '../search-params.ts';
import { RuleCard } from './rule-card.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { ruleForm } from './rule-fields.ts';

interface RuleListProps {
  readonly file: ResultFor<'automationShow'>;
}

export function RuleList({ file }: RuleListProps) {
  const { t } = useTranslation('rules');
  const { rule, dataset }: AutomationSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(rulesQuery);
  const { changed, begin } = useChange('rules', file, ruleForm);
  const go = (search: AutomationSearch) =>
    void navigate({ to: '/automation', search: { tab: 'rules', ...search } });
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  return (
    <>
      <EntryList
        isWrong={file.problems.length > 0}
        empty={{ icon: IconBolt, title: t('none'), meaning: t('noneMeaning') }}
        add={t('add')}
        onAdd={() => go({ rule: 'new' })}
        cards={data.rules.map((one) => (
          <RuleCard
            key={one.name}
            rule={one}
            digest={file.digest}
            text={file.text}
            onChange={() => begin(one.name)}
            onDataset={() => go({ dataset: one.name })}
          />
        ))}
      />
      {data.rules.some((one) => one.name === dataset && one.dataset !== null) && (
        <DatasetDialog name={dataset!} onClose={() => go({})} />
      )}
      {(rule === 'new' || changed) && <RuleDialog {...{ file, changed }} onClose={() => go({})} />}
    </>
  );
}
