import { useTranslation } from 'react-i18next';
import type { VolumePlan } from './volume-plan.ts';

/** Why a series is no volume, in words; undefined where it is one. */
export function useRefusal({ refusal, ...plan }: VolumePlan): string | undefined {
  const { t, i18n } = useTranslation('volume');
  if (!refusal) return undefined;
  const figure = ('figure' in plan ? (plan.figure ?? 0) : 0).toLocaleString(i18n.language, {
    maximumFractionDigits: 1,
  });
  return t(`refusal_${refusal}`, { figure });
}
