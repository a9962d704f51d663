import { Alert, Button, Group, SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { IconBolt, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../../src/contract/index.ts';
import { rules as rulesQuery } from '../../../api/automation.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Problem } from '../../../components/problem.tsx';
import type { AutomationSearch } from '../search-params.ts';
import { NewRuleDialog } from './new-rule-dialog.tsx';
import { RuleCard } from './rule-card.tsx';

interface RuleListProps {
  readonly file: ResultFor<'automationShow'>;
}

export function RuleList({ file }: RuleListProps) {
  const { t } = useTranslation(['rules', 'automation']);
  const { rule }: AutomationSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(rulesQuery);
  const go = (search: AutomationSearch) =>
    void navigate({ to: '/automation', search: { tab: 'rules', ...search } });
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  const add = (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      disabled={file.problems.length > 0}
      onClick={() => go({ rule: 'new' })}
    >
      {t('add')}
    </Button>
  );
  return (
    <Stack>
      {file.problems.length > 0 && (
        <Alert color="yellow" title={t('automation:fileIsWrong')}>
          {t('automation:fileIsWrongMeaning')}
        </Alert>
      )}
      {data.rules.length === 0 ? (
        <EmptyState icon={IconBolt} title={t('none')} meaning={t('noneMeaning')}>
          {add}
        </EmptyState>
      ) : (
        <>
          <Group>{add}</Group>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            {data.rules.map((one) => (
              <RuleCard key={one.name} rule={one} digest={file.digest} text={file.text} />
            ))}
          </SimpleGrid>
        </>
      )}
      {rule === 'new' && <NewRuleDialog file={file} onClose={() => go({})} />}
    </Stack>
  );
}
