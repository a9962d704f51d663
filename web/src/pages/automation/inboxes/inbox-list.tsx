import { Alert, Skeleton } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../../src/contract/index.ts';
import { inboxes as inboxesQuery } from '../../../api/automation.ts';
import { Problem } from '../../../components/problem.tsx';
import { EntryList } from '../entries/entry-list.tsx';
import { useChange } from '../entries/use-change.ts';
import type { AutomationSearch } from '../search-params.ts';
import { FilesDialog } from './files-dialog.tsx';
import { InboxCard } from './inbox-card.tsx';
import { InboxDialog } from './inbox-dialog.tsx';
import { inboxForm } from './inbox-fields.ts';

interface InboxListProps {
  readonly file: ResultFor<'automationShow'>;
}

export function InboxList({ file }: InboxListProps) {
  const { t } = useTranslation('inboxes');
  const { inbox }: AutomationSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(inboxesQuery);
  const { changed, begin } = useChange('inboxes', file, inboxForm(file.sourceFolders));
  const show = (one?: string) =>
    void navigate({ to: '/automation', search: { tab: 'inboxes', ...(one && { inbox: one }) } });
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  const hasSource = file.sourceFolders.length > 0;
  return (
    <>
      <EntryList
        isWrong={file.problems.length > 0}
        missing={
          !hasSource && (
            <Alert color="yellow" title={t('noSources')}>
              {t('noSourcesMeaning')}
            </Alert>
          )
        }
        empty={{ icon: IconInbox, title: t('none'), meaning: t('noneMeaning') }}
        add={t('add')}
        onAdd={() => show('new')}
        cards={data.inboxes.map((one) => (
          <InboxCard
            key={one.name}
            inbox={one}
            digest={file.digest}
            text={file.text}
            onChange={() => begin(one.name)}
            onLook={() => show(one.name)}
          />
        ))}
      />
      {((inbox === 'new' && hasSource) || changed) && (
        <InboxDialog {...{ file, changed }} onClose={() => show()} />
      )}
      {data.inboxes.some(({ name }) => name === inbox) && (
        <FilesDialog name={inbox!} onClose={() => show()} />
      )}
    </>
  );
}
