import { useTranslation } from 'react-i18next';
import type { ListedSchedule } from '../../../../../src/contract/index.ts';

/** Which studies of whom a schedule for priors fetches. */
export function usePriorsWords() {
  const { t } = useTranslation('schedules');
  return ({ worklist, csv, label = '', atMost, years }: NonNullable<ListedSchedule['priors']>): string => {
    const list = worklist
      ? t('list_worklist', { name: worklist.node })
      : csv
        ? t('list_csv', { name: csv.file })
        : t('list_label', { name: label });
    return t('priorsOf', { list, atMost, years });
  };
}
