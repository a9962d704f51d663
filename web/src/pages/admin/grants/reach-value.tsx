/** Which label, collection, patient, person or study. */
import { Autocomplete, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { collections } from '../../../api/access.ts';
import { api } from '../../../api/client.ts';
import { personName } from '../../../format/person-name.ts';
import type { GrantFields } from './grant-fields.ts';

interface ReachValueProps {
  readonly fields: GrantFields;
  readonly onChange: (change: Partial<GrantFields>) => void;
}

export function ReachValue({ fields, onChange }: ReachValueProps) {
  const { t } = useTranslation('grants');
  const { reach, value, labelValue } = fields;
  switch (reach) {
    case 'everything':
      return null;
    case 'label':
      return (
        <Group grow align="flex-start">
          <TextInput
            required
            label={t('labelName')}
            value={value}
            maxLength={128}
            onChange={(event) => onChange({ value: event.currentTarget.value })}
          />
          <TextInput
            label={t('labelValue')}
            placeholder={t('labelAny')}
            value={labelValue}
            maxLength={4_096}
            onChange={(event) => onChange({ labelValue: event.currentTarget.value })}
          />
        </Group>
      );
    case 'collection':
      return <CollectionName value={value} onChange={(name) => onChange({ value: name })} />;
    case 'patientKey':
      return <PatientKey value={value} onChange={(key) => onChange({ value: key })} />;
    case 'person':
      return <PersonUid value={value} onChange={(uid) => onChange({ value: uid })} />;
    case 'studyInstanceUid':
      return (
        <TextInput
          required
          label={t('studyUid')}
          value={value}
          maxLength={64}
          onChange={(event) => onChange({ value: event.currentTarget.value })}
        />
      );
  }
}

interface ChoiceProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function CollectionName({ value, onChange }: ChoiceProps) {
  const { t } = useTranslation('grants');
  const { data } = useQuery(collections);
  const names = data?.collections.map(({ name }) => name) ?? [];
  return (
    <Autocomplete
      required
      label={t('collection')}
      data={names}
      limit={20}
      value={value}
      onChange={onChange}
    />
  );
}

const typingMs = 250;

/** Found by the ID that they have somewhere: several patients may have it. */
function PatientKey({ value, onChange }: ChoiceProps) {
  const { t } = useTranslation('grants');
  const [id, setId] = useState('');
  const [asked] = useDebouncedValue(id.trim(), typingMs);
  const { data } = useQuery({
    queryKey: ['patients', asked],
    queryFn: ({ signal }) => api.patientsList({ patientId: asked }, { signal }),
    enabled: asked !== '',
  });
  return (
    <>
      <TextInput
        label={t('patientId')}
        value={id}
        maxLength={64}
        onChange={(event) => {
          setId(event.currentTarget.value);
          onChange('');
        }}
      />
      <Select
        required
        label={t('patient')}
        placeholder={data?.patients.length === 0 ? t('noPatient') : undefined}
        disabled={!data || data.patients.length === 0}
        data={data?.patients.map(({ patientKey, patientName, issuerOfPatientId, patientBirthDate }) => ({
          value: patientKey,
          label: [personName(patientName ?? ''), patientBirthDate, issuerOfPatientId]
            .filter((text) => text !== null && text !== '')
            .join(' · '),
        }))}
        value={value === '' ? null : value}
        onChange={(key) => onChange(key ?? '')}
      />
    </>
  );
}

function PersonUid({ value, onChange }: ChoiceProps) {
  const { t } = useTranslation('grants');
  const { data } = useQuery({
    queryKey: ['persons'],
    queryFn: ({ signal }) => api.personsList({}, { signal }),
  });
  return (
    <Select
      required
      searchable
      label={t('person')}
      description={t('personMeaning')}
      limit={50}
      data={data?.persons.map(({ uid, name }) => ({ value: uid, label: name || uid })) ?? []}
      value={value === '' ? null : value}
      onChange={(uid) => onChange(uid ?? '')}
    />
  );
}
