import { useTranslation } from 'react-i18next';
import type { ScheduledRun } from '../../../../../src/contract/index.ts';
import { whole } from '../../../format/numbers.ts';

/** How a run went, in a few words. */
export function useRunWords(): (run: Pick<ScheduledRun, 'state' | 'counts'>) => string {
  const { t } = useTranslation('schedules');
  return ({ state, counts: { studies, came, missing } }) => {
    const words = t(`run_${state}`);
    if (state === 'waiting' || (studies === 0 && state !== 'complete')) return words;
    if (studies === 0) return t('nothingMatched');
    const lacks = missing > 0 ? `, ${t('missing', { count: missing })}` : '';
    return `${words}, ${t('cameOf', { came: whole(came), count: studies })}${lacks}`;
  };
}
