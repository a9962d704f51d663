/** What somebody opened in an emergency: what, why, until when; and how it ends before. */
import { Button, Paper } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Emergency } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { me } from '../../api/queries.ts';
import { moment } from '../../format/dates.ts';
import { Facts } from '../facts.tsx';
import { useFailed } from '../use-failed.ts';
import { useGrantWords } from './use-grant-words.ts';

export function EmergencyCard({ emergency }: { readonly emergency: Emergency }) {
  const { t } = useTranslation('emergencies');
  const { id, account, reason, rules, openedAt, expiresAt } = emergency;
  const { ruleWords } = useGrantWords();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => api.emergencyEnd({ id }),
    // Whoever opened it sees less now, everywhere; what they may not see any more is not asked for once that is known.
    async onSuccess() {
      await client.invalidateQueries({ queryKey: me.queryKey });
      requestAnimationFrame(() => void client.invalidateQueries());
    },
    onError: useFailed(),
  });
  return (
    <Paper withBorder p="md" component="section" aria-label={account}>
      <Facts
        facts={[
          [t('who'), account],
          [t('why'), <bdi key="why">{reason}</bdi>],
          [t('what'), rules.map(ruleWords).join(', ')],
          [t('since'), moment(openedAt)],
          [t('until'), moment(expiresAt)],
        ]}
      />
      <Button
        mt="md"
        size="compact-sm"
        variant="default"
        loading={end.isPending}
        onClick={() => end.mutate()}
      >
        {t('end')}
      </Button>
    </Paper>
  );
}
