/** The state of a job, and why it failed, in words. */
import { useTranslation } from 'react-i18next';
import type { ListedJob } from '../../../../src/contract/index.ts';
import { moment } from '../../format/dates.ts';
import { timeLeft } from '../../format/durations.ts';
import { whole } from '../../format/numbers.ts';
import { reasonOf } from '../../format/reason.ts';
import { progressOf } from './job-progress.ts';

export function useJobWords() {
  const { t } = useTranslation('jobs');
  return {
    state(job: ListedJob): string {
      if (job.state === 'running') return running(job);
      if (job.state === 'paused') return t('paused');
      if (job.endedAt !== null) return t(endings[job.state] ?? 'ended', { when: moment(job.endedAt) });
      return job.attempts > 0 && job.dueAt !== null ? t('again', { when: moment(job.dueAt) }) : t('waits');
    },
    /** Empty where nothing failed. */
    failure({ failure, endedAt }: ListedJob): string {
      if (!failure) return '';
      const reason = reasonOf(failure);
      return endedAt === null ? reason : `${reason} ${t(`class_${failure.class}`)}`;
    },
  };

  function running(job: ListedJob): string {
    const { done, total, rate, secondsLeft } = progressOf(job, Date.now());
    const parts = [
      total === undefined ? whole(done) : t('of', { done: whole(done), total: whole(total) }),
      rate === undefined ? '' : t('rate', { rate: whole(Math.max(1, Math.round(rate))) }),
      secondsLeft === undefined ? '' : t('left', { time: timeLeft(secondsLeft) }),
    ];
    return parts.filter((part) => part !== '').join(' · ');
  }
}

const endings: Partial<Readonly<Record<ListedJob['state'], 'done' | 'failed' | 'cancelled'>>> = {
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};
