/** One schedule: what it fetches when, how the last run went, and what can be done with it. */
import { Button } from '@mantine/core';
import { IconListDetails, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListedSchedule } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Facts } from '../../../components/facts.tsx';
import { moment } from '../../../format/dates.ts';
import { reasonOf } from '../../../format/reason.ts';
import { EntryCard } from '../entries/entry-card.tsx';
import { useEntry, useEntryJob } from '../entries/use-entry.ts';
import { useRecurrenceWords } from '../entries/use-recurrence-words.ts';
import { usePriorsWords } from './use-priors-words.ts';
import { useRunWords } from './use-run-words.ts';

interface ScheduleCardProps {
  readonly schedule: ListedSchedule;
  /** Of the file that was seen. */
  readonly digest: string;
  /** The file as it was seen, for undoing. */
  readonly text: string;
  readonly onChange: () => void;
  /** Its runs are asked for. */
  readonly onLook: () => void;
}

export function ScheduleCard({ schedule, digest, text, onChange, onLook }: ScheduleCardProps) {
  const { t } = useTranslation(['schedules', 'automation']);
  const priorsWords = usePriorsWords();
  const recurrenceWords = useRecurrenceWords();
  const { name, node, studies, priors, timeZone, at, between, notify } = schedule;
  const { isOn, nextAt, problem, last, unfinished } = schedule;
  const words = useRunWords();
  const entry = useEntry({
    text,
    forgotten: t('forgotten', { name }),
    change: (change) => api.scheduleChange({ name, change, digest }),
    forget: () => api.scheduleForget({ name, digest }),
    onChange,
  });
  const run = useEntryJob(() => api.scheduleRun({ name }));
  const state = !isOn ? 'off' : problem !== null ? 'problem' : unfinished > 0 ? 'running' : 'on';
  return (
    <EntryCard
      {...{ name, isOn, entry }}
      state={{ colour: colours[state], words: t(`state_${state}`) }}
      on={t('on')}
      error={run.error}
      problem={problem === null ? null : { title: t(titleOf(problem)), meaning: reasonOf(problem) }}
      actions={
        <>
          <Button
            variant="default"
            loading={run.isPending}
            onClick={() => run.mutate()}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
          >
            {t('runNow')}
          </Button>
          <Button variant="default" onClick={onLook} leftSection={<IconListDetails size={16} aria-hidden />}>
            {t('runs')}
          </Button>
        </>
      }
    >
      <Facts
        facts={[
          [t('next'), nextAt === null ? t('never') : moment(nextAt)],
          [t('at'), <bdi key="at">{recurrenceWords(at, timeZone)}</bdi>],
          ...(between === null ? [] : [[t('between'), between] as const]),
          [t('from'), <bdi key="node">{node}</bdi>],
          [t('studies'), <bdi key="keys">{priors ? priorsWords(priors) : keysInWords(studies)}</bdi>],
          ...(notify === null
            ? []
            : [[t('tells'), <bdi key="tells">{(notify.mail ?? [hostOf(notify)]).join(', ')}</bdi>] as const]),
          [t('last'), last ? `${last.day}: ${words(last)}` : t('noRun')],
        ]}
      />
    </EntryCard>
  );
}

const hostOf = ({ url, webhook }: NonNullable<ListedSchedule['notify']>): string =>
  new URL((url ?? webhook)!).host;

/** Those that are about telling people, not about a run. */
const untold: ReadonlySet<string> = new Set(['mail/none', 'schedule/not-told']);
const titleOf = ({ code }: NonNullable<ListedSchedule['problem']>) =>
  untold.has(code) ? 'notToldTitle' : 'problemTitle';

const colours = { off: 'gray', problem: 'red', running: 'blue', on: 'teal' } as const;

/** As a C-FIND has them. */
export const keysInWords = (keys: ListedSchedule['studies']): string =>
  Object.entries(keys)
    .map(([key, values]) => `${key} ${values.join(', ')}`)
    .join(' · ');
