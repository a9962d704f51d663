/** All that an instance says. */
import { Group, Select, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { instancesOf, metadataOf } from '../../../api/metadata.ts';
import { textOf } from '../../../api/rows.ts';
import { seriesOf } from '../../../api/studies.ts';
import { ElementList } from '../../../components/elements/element-list.tsx';
import { Problem } from '../../../components/problem.tsx';
import type { StudySearch } from '../search-params.ts';
import { Revisions } from './revisions.tsx';

export function ElementsTab({ study }: { readonly study: string }) {
  const { t } = useTranslation('study');
  const navigate = useNavigate();
  const search: StudySearch = useSearch({ strict: false });
  const allSeries = useQuery(seriesOf(study)).data?.rows ?? [];
  const series = search.series ?? textOf(allSeries[0] ?? {}, 'SeriesInstanceUID');
  const instances = useQuery({ ...instancesOf(study, series), enabled: series !== '' }).data?.rows ?? [];
  const instance = search.instance ?? textOf(instances[0] ?? {}, 'SOPInstanceUID');
  const place = { study, series, instance };
  const { data, error } = useQuery({ ...metadataOf(place), enabled: instance !== '' });
  const goTo = (part: StudySearch) =>
    void navigate({
      to: '/studies/$study',
      params: { study },
      search: { tab: 'elements', series, ...part },
      replace: true,
    });
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <Select
          label={t('ofSeries')}
          data={allSeries.map((row) => ({
            value: textOf(row, 'SeriesInstanceUID'),
            label: `${textOf(row, 'SeriesNumber')} ${textOf(row, 'SeriesDescription') || textOf(row, 'Modality')}`,
          }))}
          value={series}
          onChange={(value) => value !== null && goTo({ series: value })}
          allowDeselect={false}
          searchable
        />
        <Select
          label={t('ofImage')}
          data={instances.map((row, index) => ({
            value: textOf(row, 'SOPInstanceUID'),
            label: textOf(row, 'InstanceNumber') || `#${index + 1}`,
          }))}
          value={instance}
          onChange={(value) => value !== null && goTo({ instance: value })}
          allowDeselect={false}
          searchable
          w={120}
        />
      </Group>
      {error && <Problem error={error} />}
      {data ? <ElementList key={instance} dataset={data} /> : !error && <Skeleton h={400} />}
      {instance !== '' && <Revisions {...place} />}
    </Stack>
  );
}
