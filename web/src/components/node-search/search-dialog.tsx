/** Another archive is searched, and studies are fetched from it: what is missing here, and nothing twice. */
import { Button, Group, Select, SimpleGrid, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedNode } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { jobs as jobsQuery } from '../../api/jobs.ts';
import { hereOf, studiesAt } from '../../api/nodes.ts';
import { useMay } from '../../api/rights.ts';
import { textOf } from '../../api/rows.ts';
import { Dialog } from '../dialog.tsx';
import { AskToFetch } from '../fetch-requests/ask-to-fetch.tsx';
import { useNeedsApproval } from '../fetch-requests/use-needs-approval.ts';
import { JobRow } from '../jobs/job-row.tsx';
import { Problem } from '../problem.tsx';
import { useFields } from '../use-fields.ts';
import { FoundStudies } from './found-studies.tsx';
import { emptySearch, keysOf } from './search-fields.ts';

interface SearchDialogProps {
  readonly node: ListedNode;
  readonly onClose: () => void;
}

const modalities = ['CT', 'MR', 'PT', 'US', 'CR', 'DX', 'MG', 'XA', 'NM'];

export function SearchDialog({ node, onClose }: SearchDialogProps) {
  const { t } = useTranslation('nodes');
  const { name } = node;
  const asks = useNeedsApproval()(node);
  const may = useMay();
  const client = useQueryClient();
  const [fields, set] = useFields(emptySearch);
  const [asked, setAsked] = useState<Readonly<Record<string, string>>>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { data, error, isFetching } = useQuery({
    ...studiesAt(name, asked ?? {}),
    enabled: asked !== undefined,
  });
  const uids = data?.rows.map((row) => textOf(row, 'StudyInstanceUID')) ?? [];
  const fetching = useMutation({
    mutationFn: () => api.jobSubmit({ operation: 'nodeFetch', request: { name, studies: [...chosen] } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
  const { data: all } = useQuery(jobsQuery);
  const job = all?.jobs.find(({ id }) => id === fetching.data?.id) ?? fetching.data;
  // What is here is asked for again whenever the job is in another state.
  const { data: here } = useQuery({ ...hereOf(uids, job?.state), enabled: uids.length > 0 && may('find') });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setChosen(new Set());
    setAsked(keysOf(fields));
  };
  return (
    <Dialog onClose={onClose} size="xl" title={t('searchNode', { name })}>
      <Stack>
        <form onSubmit={onSubmit} noValidate>
          <Stack gap="sm">
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              <TextInput
                data-autofocus
                label={t('patientName')}
                placeholder="Muster, E"
                value={fields.name}
                maxLength={64}
                autoComplete="off"
                onChange={(event) => set({ name: event.currentTarget.value })}
              />
              <TextInput
                label={t('patientId')}
                value={fields.patientId}
                maxLength={64}
                autoComplete="off"
                onChange={(event) => set({ patientId: event.currentTarget.value })}
              />
            </SimpleGrid>
            <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
              <TextInput
                type="date"
                label={t('dateFrom')}
                value={fields.from}
                onChange={(event) => set({ from: event.currentTarget.value })}
              />
              <TextInput
                type="date"
                label={t('dateTo')}
                value={fields.to}
                onChange={(event) => set({ to: event.currentTarget.value })}
              />
              <Select
                clearable
                label={t('modality')}
                placeholder={t('anyModality')}
                data={modalities}
                value={fields.modality === '' ? null : fields.modality}
                onChange={(modality) => set({ modality: modality ?? '' })}
                clearButtonProps={{ 'aria-label': t('anyModality') }}
              />
            </SimpleGrid>
            <Button
              type="submit"
              w="fit-content"
              loading={isFetching}
              leftSection={<IconSearch size={16} aria-hidden />}
            >
              {t('search')}
            </Button>
          </Stack>
        </form>
        <div aria-live="polite">
          {error && <Problem error={error} />}
          {asked && !data && !error && <Skeleton h={160} />}
          {data?.rows.length === 0 && <Text c="dimmed">{t('nothingFound')}</Text>}
          {data && data.rows.length > 0 && (
            <FoundStudies rows={data.rows} here={here} chosen={chosen} onChoose={setChosen} />
          )}
          {data?.more && <Text size="sm">{t('moreFound')}</Text>}
        </div>
        {uids.length > 0 && asks && <AskToFetch name={name} studies={[...chosen]} />}
        {uids.length > 0 && !asks && (
          <Group>
            <Button
              disabled={chosen.size === 0}
              loading={fetching.isPending}
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() => fetching.mutate()}
            >
              {t('fetchChosen', { count: chosen.size })}
            </Button>
          </Group>
        )}
        {fetching.error && <Problem error={fetching.error} />}
        {job && <JobRow job={job} />}
      </Stack>
    </Dialog>
  );
}
