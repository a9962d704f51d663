/** People who may be one: the same name, birth date and sex. Only a person says that they are, and can take it back. */
import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../src/contract/index.ts';
import { peopleAlike } from '../../api/people.ts';
import { useMay } from '../../api/rights.ts';
import { keyOf } from '../../components/people-places.ts';
import { Problem } from '../../components/problem.tsx';
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
  return (
    <Paper withBorder p="md" component="section" aria-label={t('alike', { name })}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Text fw={600}>{t('alike', { name })}</Text>
          {people.map((somebody) => (
            <SomebodyFacts key={keyOf(somebody)} somebody={somebody} />
          ))}
        </div>
        <Button
          size="sm"
          variant="light"
          loading={merge.isPending}
          onClick={() => merge.mutate({ people, name })}
        >
          {t('merge')}
        </Button>
      </Group>
      {merge.isError && <Problem error={merge.error} />}
    </Paper>
  );
}
