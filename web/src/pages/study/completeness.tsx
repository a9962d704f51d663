/** Whether all that a node has of a study is here: each image, read again and compared with its hash. */
import { Alert, Button, Group, Select, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { jobs as jobsQuery } from '../../api/jobs.ts';
import { nodes as nodesQuery } from '../../api/nodes.ts';
import { AskToFetch } from '../../components/fetch-requests/ask-to-fetch.tsx';
import { useNeedsApproval } from '../../components/fetch-requests/use-needs-approval.ts';
import { JobRow } from '../../components/jobs/job-row.tsx';
import { Problem } from '../../components/problem.tsx';
import { WideTable } from '../../components/wide-table.tsx';
import { whole } from '../../format/numbers.ts';

export function Completeness({ study }: { readonly study: string }) {
  const { t } = useTranslation(['study', 'common']);
  const client = useQueryClient();
  const { data: known } = useQuery({ ...nodesQuery, retry: false });
  const [chosen, setChosen] = useState<string>();
  const compare = useMutation({ mutationFn: (name: string) => api.nodeCompleteness({ name, study }) });
  const fetching = useMutation({
    mutationFn: (name: string) =>
      api.jobSubmit({ operation: 'nodeFetch', request: { name, studies: [study] } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
  const needsApproval = useNeedsApproval();
  const { data: all } = useQuery(jobsQuery);
  const job = all?.jobs.find(({ id }) => id === fetching.data?.id) ?? fetching.data;
  const names = known?.nodes.map(({ name }) => name) ?? [];
  const node = chosen ?? names[0];
  if (node === undefined) return null;
  const found = compare.data;
  const isMissing = found !== undefined && !found.isComplete && found.series.length > 0;
  const asks = known?.nodes.some((each) => each.name === node && needsApproval(each)) === true;
  return (
    <section>
      <Title order={2} mb={4}>
        {t('completeness')}
      </Title>
      <Text c="dimmed" mb="sm">
        {t('completenessMeaning')}
      </Text>
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <Select
            label={t('node')}
            data={names}
            value={node}
            allowDeselect={false}
            onChange={(name) => name !== null && setChosen(name)}
          />
          <Button variant="default" loading={compare.isPending} onClick={() => compare.mutate(node)}>
            {t('compare')}
          </Button>
        </Group>
        {compare.error && <Problem error={compare.error} />}
        {found && (
          <Alert role="status" color={found.isComplete ? 'teal' : 'yellow'} title={verdict()}>
            {found.damaged > 0 && t('damagedHere', { count: found.damaged })}
          </Alert>
        )}
        {found && found.series.length > 0 && (
          <WideTable label={t('completeness')}>
            <Table striped>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('series')}</Table.Th>
                  <Table.Th ta="right">{t('imagesThere')}</Table.Th>
                  <Table.Th ta="right">{t('imagesHere')}</Table.Th>
                  <Table.Th>{t('verdict')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {found.series.map(({ seriesInstanceUid, modality, number, description, there, here }) => (
                  <Table.Tr key={seriesInstanceUid}>
                    <Table.Td>
                      <bdi>{[number, modality, description].filter((text) => text !== '').join(' ')}</bdi>
                    </Table.Td>
                    <Table.Td ta="right">{whole(there)}</Table.Td>
                    <Table.Td ta="right">{whole(here)}</Table.Td>
                    <Table.Td>
                      {there === here ? t('everythingHere') : t('missingHere', { count: there - here })}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </WideTable>
        )}
        {isMissing && asks && <AskToFetch name={node} studies={[study]} />}
        {isMissing && !asks && (
          <Button w="fit-content" loading={fetching.isPending} onClick={() => fetching.mutate(node)}>
            {t('fetchMissing')}
          </Button>
        )}
        {fetching.error && <Problem error={fetching.error} />}
        {job && <JobRow job={job} />}
      </Stack>
    </section>
  );

  function verdict(): string {
    if (found?.isComplete) return t('isComplete');
    return found?.series.length === 0 ? t('nothingThere') : t('isIncomplete');
  }
}
