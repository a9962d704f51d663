import { useTranslation } from 'react-i18next';
import type { en } from '../../../i18n/en/index.ts';

/** What a column is called. */
export function useColumnTitle(): (keyword: string) => string {
  const { t } = useTranslation('elements');
  return (keyword) => t(keyword as keyof (typeof en)['elements'], { defaultValue: keyword });
}
