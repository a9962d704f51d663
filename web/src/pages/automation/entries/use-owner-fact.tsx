import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { serversOwner } from '../../../format/actor-name.ts';

/** On whose behalf something is done, as a fact of a card. */
export function useOwnerFact(owner: string): readonly [string, ReactNode] {
  const { t } = useTranslation(['automation', 'common']);
  return [t('owner'), owner === serversOwner ? t('common:serversOwner') : <bdi key="owner">{owner}</bdi>];
}
