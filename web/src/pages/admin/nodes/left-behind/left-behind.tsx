/** What is missing here of studies that nodes will delete by themselves, and a way to fetch it in time. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../../api/client.ts';
import { jobs as jobsQuery } from '../../../../api/jobs.ts';
import { leftBehind } from '../../../../api/nodes.ts';
import { useMay } from '../../../../api/rights.ts';
import { JobRow } from '../../../../components/jobs/job-row.tsx';
import { Problem } from '../../../../components/problem.tsx';
import { Section } from '../../../../components/section.tsx';
import { LeftRuns } from './left-runs.tsx';
import { LeftStudies } from './left-studies.tsx';

/** Studies that one job fetches. */
const atOnce = 1_000;

export function LeftBehind() {
  const { t } = useTranslation('nodes');
  const client = useQueryClient();
  const mayLook = useMay()('administer');
  const { data: all } = useQuery(jobsQuery);
  const fetching = useMutation({
    mutationFn: ({ name, studies }: { readonly name: string; readonly studies: readonly string[] }) =>
      api.jobSubmit({ operation: 'nodeFetch', request: { name, studies: studies.slice(0, atOnce) } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
  const job = all?.jobs.find(({ id }) => id === fetching.data?.id) ?? fetching.data;
  // What is missing is asked for again whenever the job is in another state.
  const { data, error } = useQuery({ ...leftBehind(job?.state), enabled: mayLook });
  if (error) return <Problem error={error} />;
  // The job is seen to its end, also when that leaves nothing behind.
  if (!data || (data.studies.length + data.runs.length === 0 && !job)) return null;
  const nodes = [...new Set(data.studies.map(({ node }) => node))];
  return (
    <Section title={t('left')} meaning={t('leftMeaning')}>
      <Stack>
        {data.studies.length + data.runs.length === 0 && <Text>{t('nothingLeft')}</Text>}
        {data.runs.length > 0 && <LeftRuns runs={data.runs} />}
        {data.studies.length > 0 && (
          <>
            <LeftStudies
              studies={data.studies}
              onFetch={({ node, studyInstanceUid }) =>
                fetching.mutate({ name: node, studies: [studyInstanceUid] })
              }
            />
            {data.more && <Text size="sm">{t('moreLeft')}</Text>}
            <Group>
              {nodes.map((node) => (
                <Button
                  key={node}
                  loading={fetching.isPending}
                  onClick={() =>
                    fetching.mutate({
                      name: node,
                      studies: data.studies
                        .filter((study) => study.node === node)
                        .map(({ studyInstanceUid }) => studyInstanceUid),
                    })
                  }
                >
                  {t('fetchAllLeft', { node })}
                </Button>
              ))}
            </Group>
          </>
        )}
        {fetching.error && <Problem error={fetching.error} />}
        {job && <JobRow job={job} />}
      </Stack>
    </Section>
  );
}
