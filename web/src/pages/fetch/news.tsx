import { Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FetchRequest } from '../../../../src/contract/index.ts';
import { RequestCard } from '../../components/fetch-requests/request-card.tsx';

export function News({ requests }: { readonly requests: readonly FetchRequest[] }) {
  const { t } = useTranslation('requests');
  return (
    <Stack component="section" gap="sm" aria-label={t('news')}>
      <Title order={2}>{t('news')}</Title>
      {requests.map((request) => (
        <RequestCard key={request.id} request={request} />
      ))}
    </Stack>
  );
}
