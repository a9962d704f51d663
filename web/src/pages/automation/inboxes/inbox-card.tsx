/** One inbox: what waits in it, what came of it, and what can be done with it. */
import { Button, Code } from '@mantine/core';
import { IconFolderSearch, IconListDetails } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListedInbox } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Facts } from '../../../components/facts.tsx';
import { moment } from '../../../format/dates.ts';
import { whole } from '../../../format/numbers.ts';
import { reasonOf } from '../../../format/reason.ts';
import { EntryCard } from '../entries/entry-card.tsx';
import { useEntry, useEntryJob } from '../entries/use-entry.ts';
import { useOwnerFact } from '../entries/use-owner-fact.tsx';

interface InboxCardProps {
  readonly inbox: ListedInbox;
  /** Of the file that was seen. */
  readonly digest: string;
  /** The file as it was seen, for undoing. */
  readonly text: string;
  readonly onChange: () => void;
  /** The files that were not taken in are asked for. */
  readonly onLook: () => void;
}

const colours = { off: 'gray', new: 'gray', watching: 'teal', taking: 'blue', stopped: 'red' } as const;

export function InboxCard({ inbox, digest, text, onChange, onLook }: InboxCardProps) {
  const { t } = useTranslation(['inboxes', 'automation']);
  const { name, folder, owner, taken, isOn, state, problem } = inbox;
  const ownerFact = useOwnerFact(owner);
  const { waiting, ready, foreign, refused, total, lastTakenAt } = inbox;
  const entry = useEntry({
    text,
    forgotten: t('forgotten', { name }),
    change: (change) => api.inboxChange({ name, change, digest }),
    forget: () => api.inboxForget({ name, digest }),
    onChange,
  });
  const check = useEntryJob(() => api.inboxCheck({ name }));
  const shown = isOn ? state : 'off';
  return (
    <EntryCard
      {...{ name, isOn, entry }}
      state={{ colour: colours[shown], words: t(`state_${shown}`) }}
      on={t('on')}
      error={check.error}
      problem={problem === null ? null : { title: t('problemTitle'), meaning: reasonOf(problem) }}
      actions={
        <>
          <Button
            variant="default"
            loading={check.isPending}
            disabled={!isOn}
            onClick={() => check.mutate()}
            leftSection={<IconFolderSearch size={16} aria-hidden />}
          >
            {t('check')}
          </Button>
          <Button variant="default" onClick={onLook} leftSection={<IconListDetails size={16} aria-hidden />}>
            {t('files')}
          </Button>
        </>
      }
    >
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {folder}
      </Code>
      <Facts
        facts={[
          [t('backlog'), t('backlogWords', { waiting: whole(waiting), ready: whole(ready) })],
          [t('total'), whole(total)],
          [t('last'), lastTakenAt === null ? t('never') : moment(lastTakenAt)],
          [t('notTaken'), t('notTakenWords', { foreign: whole(foreign), refused: whole(refused) })],
          [t('taken'), t(`taken_${typeof taken === 'string' ? taken : 'move'}`)],
          ownerFact,
        ]}
      />
    </EntryCard>
  );
}
