/** What is open in an emergency now: by whom, why, until when. */
import { Button, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Emergency } from '../../../../../src/contract/index.ts';
import { emergencies as emergenciesQuery } from '../../../api/access.ts';
import { api } from '../../../api/client.ts';
import { Facts } from '../../../components/facts.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { moment } from '../../../format/dates.ts';
import { useGrantWords } from '../grants/use-grant-words.ts';
import { ListFrame } from '../list-frame.tsx';

export function Emergencies() {
  const { t } = useTranslation('emergencies');
  const query = useQuery(emergenciesQuery);
  return (
    <ListFrame title={t('title')} meaning={t('meaning')} query={query}>
      <Stack gap="md">
        {query.data?.emergencies.length === 0 && <Text>{t('none')}</Text>}
        {query.data?.emergencies.map((emergency) => (
          <OneEmergency key={emergency.id} emergency={emergency} />
        ))}
        <Text size="sm">
          <Link to="/admin/audit" search={{ action: 'breakGlass' }}>
            {t('earlier')}
          </Link>
        </Text>
      </Stack>
    </ListFrame>
  );
}

function OneEmergency({ emergency }: { readonly emergency: Emergency }) {
  const { t } = useTranslation('emergencies');
  const { id, account, reason, rules, openedAt, expiresAt } = emergency;
  const { ruleWords } = useGrantWords();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => api.emergencyEnd({ id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['emergencies'] }),
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
