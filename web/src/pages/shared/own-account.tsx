import { Button } from '@mantine/core';
import { IconUserCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.tsx';

/** Who is logged in would take what their account sees for what the link shows. */
export function OwnAccount({ name }: { readonly name: string }) {
  const { t } = useTranslation('shared');
  return (
    <EmptyState icon={IconUserCircle} title={t('ownAccount', { name })} meaning={t('ownAccountMeaning')}>
      <form method="post" action="/logout">
        <input type="hidden" name="next" value="/shared" />
        <Button type="submit" variant="default">
          {t('logOut')}
        </Button>
      </form>
    </EmptyState>
  );
}
