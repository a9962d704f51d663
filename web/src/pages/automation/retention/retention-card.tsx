/** One retention: what goes when, what went last, and what can be done with it. */
import { Button } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListedRetention } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Facts } from '../../../components/facts.tsx';
import { moment } from '../../../format/dates.ts';
import { bytes } from '../../../format/numbers.ts';
import { reasonOf } from '../../../format/reason.ts';
import { EntryCard } from '../entries/entry-card.tsx';
import { useEntry } from '../entries/use-entry.ts';

interface RetentionCardProps {
  readonly retention: ListedRetention;
  /** Of the file that was seen. */
  readonly digest: string;
  /** The file as it was seen, for undoing. */
  readonly text: string;
  readonly onChange: () => void;
  /** What would go is asked for. */
  readonly onLook: () => void;
}

const colours = { off: 'gray', on: 'teal', problem: 'red' } as const;

export function RetentionCard({ retention, digest, text, onChange, onLook }: RetentionCardProps) {
  const { t } = useTranslation(['retention', 'automation']);
  const { name, olderThanDays, notViewedForDays, whenFullerThan, untilBelow, copies, isOn, problem, last } =
    retention;
  const entry = useEntry({
    text,
    forgotten: t('forgotten', { name }),
    // It is off unless the file says otherwise.
    change: ({ on }) => api.retentionChange({ name, change: { on: on !== false }, digest }),
    forget: () => api.retentionForget({ name, digest }),
    onChange,
  });
  const state = !isOn ? 'off' : problem === null ? 'on' : 'problem';
  return (
    <EntryCard
      {...{ name, isOn, entry }}
      state={{ colour: colours[state], words: t(`state_${state}`) }}
      on={t('on')}
      error={null}
      problem={problem === null ? null : { title: t('problemTitle'), meaning: reasonOf(problem) }}
      actions={
        <Button variant="default" onClick={onLook} leftSection={<IconListDetails size={16} aria-hidden />}>
          {t('preview')}
        </Button>
      }
    >
      <Facts
        facts={[
          [t('olderThan'), t('days', { count: olderThanDays })],
          ...(notViewedForDays === null
            ? []
            : [[t('notViewedFor'), t('days', { count: notViewedForDays })] as const]),
          [
            t('disk'),
            whenFullerThan === null || untilBelow === null
              ? t('always')
              : t('marks', { high: whenFullerThan, low: untilBelow }),
          ],
          [t('copies'), copies.length === 0 ? t('noCopies') : <bdi key="copies">{copies.join(', ')}</bdi>],
          [
            t('last'),
            last
              ? t('went', { when: moment(last.endedAt), count: last.studies, freed: bytes(last.bytes) })
              : t('never'),
          ],
        ]}
      />
    </EntryCard>
  );
}
