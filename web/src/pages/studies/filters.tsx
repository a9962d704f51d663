/** What the studies found are, in numbers; a click searches for less. */
import { Select, Skeleton, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundFacets } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { whole } from '../../format/numbers.ts';
import { quoted } from '../../format/quoted.ts';
import styles from './filters.module.css';
import type { StudyQuery } from './query/request.ts';
import { useColumnTitle } from './table/column-title.ts';

export const facetsOf = (query: StudyQuery | undefined, parameters: readonly string[] = []) => ({
  queryKey: ['studies', 'facets', query, parameters] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.facets({ ...query, parameters: [...parameters] }, { signal }),
  enabled: query !== undefined,
  placeholderData: keepPreviousData<FoundFacets>,
});

interface FiltersProps {
  readonly query: StudyQuery | undefined;
  readonly onAdd: (words: string) => void;
}

export const Filters = memo(function Filters({ query, onAdd }: FiltersProps) {
  const { t } = useTranslation('studies');
  const titleOf = useColumnTitle();
  const [parameter, setParameter] = useState<string | null>(null);
  const { data } = useQuery(facetsOf(query, parameter === null ? [] : [parameter]));
  if (!data) return <Skeleton h={320} />;
  const facets = [
    [t('modality'), data.modalities, (value: string) => `modality:${value}`],
    [t('year'), [...data.years].sort((a, b) => (a.value < b.value ? 1 : -1)), (value: string) => value],
    [t('bodyPart'), data.bodyParts, (value: string) => `bodypart:${quoted(value)}`],
    [t('institution'), data.institutions, (value: string) => `institution:${quoted(value)}`],
    [t('label'), data.labels, (value: string) => `label:${quoted(value)}`],
  ] as const;
  return (
    <Stack gap="md">
      {facets.map(([title, values, words]) => (
        <Facet key={title} title={title} values={values} onChoose={(value) => onAdd(words(value))} />
      ))}
      <ParameterSelect value={parameter} onChange={setParameter} />
      {parameter !== null && (
        <Facet
          title={titleOf(parameter)}
          values={data.parameters[parameter] ?? []}
          onChoose={(value) => onAdd(`${parameter}:${quoted(value)}`)}
        />
      )}
      {!data.isComplete && (
        <Text size="xs" c="dimmed">
          {t('ofNewest', { count: data.studies })}
        </Text>
      )}
    </Stack>
  );
});

const few = 6;

interface FacetProps {
  readonly title: string;
  readonly values: FoundFacets['modalities'];
  readonly onChoose: (value: string) => void;
}

function Facet({ title, values, onChoose }: FacetProps) {
  const { t } = useTranslation('studies');
  const [isLong, setLong] = useState(false);
  if (values.length === 0) return null;
  return (
    <section aria-label={title}>
      <Title order={2} size="h6" c="dimmed" mb={4}>
        {title}
      </Title>
      {values.slice(0, isLong ? values.length : few).map(({ value, studies }) => (
        <UnstyledButton key={value} className={styles.value} onClick={() => onChoose(value)}>
          <Text span size="sm" truncate>
            {value}
          </Text>
          <Text span size="xs" c="dimmed">
            {whole(studies)}
          </Text>
        </UnstyledButton>
      ))}
      {!isLong && values.length > few && (
        <UnstyledButton className={styles.value} onClick={() => setLong(true)}>
          <Text span size="sm" c="dimmed">
            {t('more')}
          </Text>
        </UnstyledButton>
      )}
    </section>
  );
}

interface ParameterSelectProps {
  readonly value: string | null;
  readonly onChange: (name: string | null) => void;
}

function ParameterSelect({ value, onChange }: ParameterSelectProps) {
  const { t } = useTranslation('studies');
  const titleOf = useColumnTitle();
  const { data } = useQuery({
    queryKey: ['parameters'],
    queryFn: ({ signal }) => api.parametersList({}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const named = data?.parameters.map(({ name, unit }) => ({
    value: name,
    label: unit === null || unit === '' ? titleOf(name) : `${titleOf(name)} (${unit})`,
  }));
  return (
    <Select
      label={t('parameter')}
      placeholder={t('parameterAdd')}
      size="xs"
      data={named ?? []}
      value={value}
      onChange={onChange}
      searchable
      clearable
    />
  );
}
