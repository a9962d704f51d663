import { useTranslation } from 'react-i18next';
import type { ListedRule, ToldAction } from '../../../../src/contract/index.ts';

/** What rules wait for and do, in words. */
export function useRuleWords() {
  const { t } = useTranslation('runs');
  return {
    when: (when: ListedRule['when']): string =>
      t(
        `when_${when.replace(' ', '_') as 'instance_received' | 'series_quiet' | 'study_quiet' | 'study_changed' | 'label_set' | 'schedule' | 'manual'}`,
      ),
    action: ({ action, about }: ToldAction): string =>
      action === 'nifti' && about === 'keep' ? t('action_keep') : t(`action_${action}`, { about }),
  };
}
