import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './empty-state.tsx';

export function NothingHere() {
  const { t } = useTranslation('common');
  return (
    <EmptyState icon={IconMapQuestion} title={t('nothingHere')} meaning={t('nothingHereMeaning')}>
      <Button component={Link} to="/" variant="default">
        {t('toHome')}
      </Button>
    </EmptyState>
  );
}
