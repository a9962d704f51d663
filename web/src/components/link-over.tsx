import { IconLinkOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { IsocenterError } from '../../../src/contract/index.ts';
import { EmptyState } from './empty-state.tsx';

/** Said to who came by a link that has expired, or was revoked, while they looked. */
export function LinkOver() {
  const { t } = useTranslation('shared');
  return <EmptyState icon={IconLinkOff} title={t('over')} meaning={t('overMeaning')} />;
}

/** Of who came by a link: whether it is over, for whatever reason. */
export const isLinkOver = (error: unknown): boolean =>
  error instanceof IsocenterError && error.code === 'access/unauthenticated';
