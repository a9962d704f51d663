/** Chooses somebody by a part of their name, an ID or a birth date. */
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../src/contract/index.ts';
import { api } from '../api/client.ts';
import { day } from '../format/dates.ts';
import { personName } from '../format/person-name.ts';
import { keyOf } from './people-places.ts';

interface PersonPickerProps {
  readonly label: string;
  /** Offered before anything is typed. */
  readonly likely?: readonly Somebody[];
  readonly value: Somebody | undefined;
  readonly onChange: (somebody: Somebody | undefined) => void;
}

/** How long one has stopped typing when people are asked for, milliseconds. */
const pauseMs = 150;
const offered = 20;

export function PersonPicker({ label, likely = [], value, onChange }: PersonPickerProps) {
  const { t } = useTranslation(['common', 'people']);
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), pauseMs);
  const { data } = useQuery({
    queryKey: ['people', 'picked', search],
    queryFn: ({ signal }) => api.peopleList({ search, limit: offered }, { signal }),
    placeholderData: keepPreviousData,
  });
  const people = new Map(
    [...(value ? [value] : []), ...likely, ...(data?.people ?? [])].map((one) => [keyOf(one), one]),
  );
  const nameOf = (one: Somebody): string => {
    const ids = one.patients.flatMap(({ patientId }) => patientId ?? []).join(', ');
    const name = personName(one.name ?? '') || t('unnamed');
    return [name, day(one.birthDate ?? ''), ids].filter((text) => text !== '').join(' · ');
  };
  return (
    <Select
      label={label}
      placeholder={t('people:search')}
      searchable
      // Who matches is found by the server.
      filter={({ options }) => options}
      data={[...people].map(([key, one]) => ({ value: key, label: nameOf(one) }))}
      value={value ? keyOf(value) : null}
      onChange={(key) => onChange(key === null ? undefined : people.get(key))}
      onSearchChange={(text) => setWords(value && text === nameOf(value) ? '' : text)}
      nothingFoundMessage={t('people:none')}
      maxLength={128}
    />
  );
}
