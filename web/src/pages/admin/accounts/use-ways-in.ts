import { useTranslation } from 'react-i18next';
import type { ListedUser } from '../../../../../src/contract/index.ts';

/** How somebody logs in, in words. */
export function useWaysIn() {
  const { t } = useTranslation('accounts');
  return ({ hasPassword, hasTotp, passkeys, identity }: ListedUser): string => {
    const ways = [
      ...(hasPassword ? [t(hasTotp ? 'passwordAndCode' : 'password')] : []),
      ...(passkeys > 0 ? [t('passkeys', { count: passkeys })] : []),
      ...(identity ? [t('provider')] : []),
    ];
    return ways.join(', ') || t('noWayIn');
  };
}
