/** People who may be one: the same name, birth date and sex. Only a person says that they are, and can take it back. */
import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { peopleAlike } from '../../api/people.ts';
import { useMay } from '../../api/rights.ts';
import { keyOf } from '../../components/people-places.ts';
import { Problem } from '../../components/problem.tsx';
import { useUndo } from '../../components/undo.tsx';
import { likelyName, useMergePeople } from '../../components/use-merge-people.ts';
import { SomebodyFacts } from './somebody-facts.tsx';

export function Alike() {
  const may = useMay();
  const { data } = useQuery(peopleAlike);
  if (!data || data.groups.length === 0 || !may('edit')) return null;
  return (
    <Stack gap="xs">
      {data.groups.map((group) => (
        <AlikeGroup key={group.map(keyOf).join()} people={group} />
      ))}
    </Stack>
  );
}

function AlikeGroup({ people }: { readonly people: readonly Somebody[] }) {
  const { t } = useTranslation('people');
  const name = likelyName(people);
  const merge = useMergePeople();
  const tellApart = useTellApart(people);
  return (
    <Paper withBorder p="md" component="section" aria-label={t('alike', { name })}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Text fw={600}>{t('alike', { name })}</Text>
          {people.map((somebody) => (
            <SomebodyFacts key={keyOf(somebody)} somebody={somebody} />
          ))}
        </div>
        <Group gap="xs">
          <Button
            size="sm"
            variant="light"
            loading={merge.isPending}
            onClick={() => merge.mutate({ people, name })}
          >
            {t('merge')}
          </Button>
          <Button
            size="sm"
            variant="default"
            loading={tellApart.isPending}
            onClick={() => tellApart.mutate(true)}
          >
            {t('different')}
          </Button>
        </Group>
      </Group>
      {merge.isError && <Problem error={merge.error} />}
      {tellApart.isError && <Problem error={tellApart.error} />}
    </Paper>
  );
}

/** They are not suggested again; that can be taken back. */
function useTellApart(people: readonly Somebody[]) {
  const { t } = useTranslation('people');
  const offerUndo = useUndo();
  const client = useQueryClient();
  const say = async (areDifferent: boolean) => {
    const keys = people.map(({ patients }) => patients.map(({ patientKey }) => patientKey));
    await api.peopleDifferent({ people: keys, areDifferent });
    await client.invalidateQueries({ queryKey: ['people'] });
  };
  return useMutation({
    mutationFn: say,
    onSuccess: () => offerUndo(t('toldApart'), () => say(false)),
  });
}
