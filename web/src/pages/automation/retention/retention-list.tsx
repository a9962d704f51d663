import { Skeleton } from '@mantine/core';
import { IconRecycle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../../src/contract/index.ts';
import { retention as retentionQuery } from '../../../api/automation.ts';
import { Problem } from '../../../components/problem.tsx';
import { EntryList } from '../entries/entry-list.tsx';
import { useChange } from '../entries/use-change.ts';
import type { AutomationSearch } from '../search-params.ts';
import { PreviewDialog } from './preview-dialog.tsx';
import { RetentionCard } from './retention-card.tsx';
import { RetentionDialog } from './retention-dialog.tsx';
import { retentionForm } from './retention-fields.ts';

interface RetentionListProps {
  readonly file: ResultFor<'automationShow'>;
}

export function RetentionList({ file }: RetentionListProps) {
  const { t } = useTranslation('retention');
  const { retention }: AutomationSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(retentionQuery);
  const { changed, begin } = useChange('retention', file, retentionForm);
  const go = (search: AutomationSearch) => void navigate({ to: '/automation', search });
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  return (
    <>
      <EntryList
        isWrong={file.problems.length > 0}
        empty={{ icon: IconRecycle, title: t('none'), meaning: t('noneMeaning') }}
        add={t('add')}
        onAdd={() => go({ tab: 'retention', retention: 'new' })}
        cards={data.retention.map((one) => (
          <RetentionCard
            key={one.name}
            retention={one}
            digest={file.digest}
            text={file.text}
            onChange={() => begin(one.name)}
            onLook={() => go({ tab: 'retention', retention: one.name })}
          />
        ))}
      />
      {(retention === 'new' || changed) && (
        <RetentionDialog {...{ file, changed }} onClose={() => go({ tab: 'retention' })} />
      )}
      {data.retention.some(({ name }) => name === retention) && (
        <PreviewDialog name={retention!} onClose={() => go({ tab: 'retention' })} />
      )}
    </>
  );
}
