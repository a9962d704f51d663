import { useTranslation } from 'react-i18next';
import { decimal } from '../../format/numbers.ts';
import type { VolumePlan } from './volume-plan.ts';

/** Why a series is no volume, in words; undefined where it is one. */
export function useRefusal({ refusal, ...plan }: VolumePlan): string | undefined {
  const { t } = useTranslation('volume');
  if (!refusal) return undefined;
  const figure = decimal('figure' in plan ? (plan.figure ?? 0) : 0, 1);
  return t(`refusal_${refusal}`, { figure });
}
