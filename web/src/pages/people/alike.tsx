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
import { personName } from '../../format/person-name.ts';
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
  const offerUndo = useUndo();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ['people'] });
  const name = nameOf(people);
  const merge = useMutation({
    mutationFn: () => {
      const patientKeys = people.flatMap(({ patients }) => patients.map(({ patientKey }) => patientKey));
      return api.personMerge({ name, patientKeys });
    },
    onSuccess: async ({ uid, patientKeys }) => {
      offerUndo(t('merged', { name }), async () => {
        await api.personSplit({ uid, patientKeys });
        await again();
      });
      await again();
    },
  });
  return (
    <Paper withBorder p="md" component="section" aria-label={t('alike', { name })}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Text fw={600}>{t('alike', { name })}</Text>
          {people.map((somebody) => (
            <SomebodyFacts key={keyOf(somebody)} somebody={somebody} />
          ))}
        </div>
        <Button size="sm" variant="light" loading={merge.isPending} onClick={() => merge.mutate()}>
          {t('merge')}
        </Button>
      </Group>
      {merge.isError && <Problem error={merge.error} />}
    </Paper>
  );
}

/** The longest says the most: "Müller, Änne" rather than "MULLER". */
function nameOf(people: readonly Somebody[]): string {
  const names = people.map(({ name }) => personName(name ?? ''));
  return names.reduce((longest, name) => (name.length > longest.length ? name : longest), '');
}
