import { Autocomplete, CloseButton, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AuditRecord } from '../../../../../src/contract/index.ts';
import { users } from '../../../api/access.ts';
import { actions, useAuditWords } from '../../../components/audit/use-audit-words.ts';
import { actorName, actorNamed } from '../../../format/actor-name.ts';
import { type AuditSearch, outcomes } from './search-params.ts';

interface AuditFiltersProps {
  readonly search: AuditSearch;
  readonly onChange: (search: AuditSearch) => void;
}

const offered = 20;

export function AuditFilters({ search, onChange }: AuditFiltersProps) {
  const { t } = useTranslation('audit');
  const { actionWords } = useAuditWords();
  const { data } = useQuery(users);
  const { study = '', actor = '', action = null, outcome = null, from = '', to = '' } = search;
  /** Empty ones leave the address. */
  const set = (change: { readonly [Name in keyof AuditSearch]?: string | null }) => {
    const all = Object.entries({ ...search, ...change });
    onChange(Object.fromEntries(all.filter(([, value]) => value !== null && value !== '')));
  };
  return (
    <SimpleGrid cols={{ base: 2, md: 3 }} spacing="sm" role="search" aria-label={t('filters')}>
      <Autocomplete
        label={t('who')}
        data={data?.users.map(({ name }) => name) ?? []}
        limit={offered}
        value={actorName(actor)}
        onChange={(value) => set({ actor: actorNamed(value) })}
      />
      <Select
        label={t('what')}
        data={actions.map((value) => ({ value, label: actionWords(value) }))}
        value={action}
        clearable
        searchable
        onChange={(value) => set({ action: value })}
      />
      <Select
        label={t('outcome')}
        data={outcomes.map((value) => ({ value, label: t(`outcome_${value}`) }))}
        value={outcome}
        clearable
        onChange={(value) => set({ outcome: value as AuditRecord['outcome'] | null })}
      />
      <TextInput
        type="date"
        label={t('from')}
        value={from}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('to')}
        value={to}
        onChange={(event) => set({ to: event.currentTarget.value })}
      />
      <TextInput
        label={t('study')}
        value={study}
        maxLength={64}
        error={!/^[0-9.]*$/.test(study) && t('wrongStudy')}
        rightSection={
          study !== '' && <CloseButton size="sm" aria-label={t('clear')} onClick={() => set({ study: '' })} />
        }
        onChange={(event) => set({ study: event.currentTarget.value.trim() })}
      />
    </SimpleGrid>
  );
}
