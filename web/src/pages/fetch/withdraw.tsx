import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useFailed } from '../../components/use-failed.ts';

/** Takes a request of one's own back. */
export function Withdraw({ id }: { readonly id: string }) {
  const { t } = useTranslation('requests');
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => api.fetchRequestWithdraw({ id }),
    onSettled: () => client.invalidateQueries({ queryKey: ['fetch-requests'] }),
    onError: useFailed(),
  });
  return (
    <Button
      size="compact-sm"
      variant="default"
      w="fit-content"
      loading={withdraw.isPending}
      onClick={() => withdraw.mutate()}
    >
      {t('withdraw')}
    </Button>
  );
}
