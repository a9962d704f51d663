import { useTranslation } from 'react-i18next';
import type { Texts } from '../../../i18n/index.ts';

/** What a column is called. */
export function useColumnTitle(): (keyword: string) => string {
  const { t } = useTranslation('elements');
  return (keyword) => t(keyword as keyof Texts['elements'], { defaultValue: keyword });
}
