import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** On whose behalf something is done, as a fact of a card. */
export function useOwnerFact(owner: string): readonly [string, ReactNode] {
  const { t } = useTranslation('automation');
  return [t('owner'), owner === 'local' ? t('localOwner') : <bdi key="owner">{owner}</bdi>];
}
