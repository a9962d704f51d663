/** Every setting: its value, where that comes from, what it is for, and how it is changed. */
import { Accordion, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type ResultFor, type SettingKey, settingTable } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { groupNames, settingsOf } from './groups.ts';
import type { SettingsSearch } from './search-params.ts';
import { SettingItem } from './setting-item.tsx';

export type SettingInForce = ResultFor<'settings'>['settings'][number];

const settings = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => api.settings({}, { signal }),
});

export function Settings() {
  const { t } = useTranslation('settings');
  const { find = '', key: opened }: SettingsSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(settings);
  const go = (search: SettingsSearch) => void navigate({ to: '/admin/settings', search, replace: true });
  const known = new Map(data?.settings.map((setting) => [setting.name, setting]));
  const file = known.get('config')?.value;
  const groups = groupNames
    .map((name) => ({ name, keys: settingsOf(name).filter((key) => known.has(key) && isFound(key, find)) }))
    .filter(({ keys }) => keys.length > 0);
  return (
    <Stack gap="lg">
      <Title order={1}>{t('title')}</Title>
      <Text c="dimmed">{typeof file === 'string' ? t('meaningWithFile', { file }) : t('meaning')}</Text>
      <TextInput
        type="search"
        value={find}
        onChange={(event) => go({ find: event.currentTarget.value })}
        aria-label={t('find')}
        placeholder={t('find')}
        leftSection={<IconSearch size={16} aria-hidden />}
        maxLength={64}
      />
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton h={480} />}
      {data && groups.length === 0 && <Text>{t('none')}</Text>}
      {groups.map(({ name, keys }) => (
        <section key={name} aria-label={t(`group_${name}`)}>
          <Title order={2} mb="sm">
            {t(`group_${name}`)}
          </Title>
          <Accordion
            variant="contained"
            order={3}
            value={opened ?? null}
            onChange={(key) => go({ ...(find !== '' && { find }), ...(key !== null && { key }) })}
          >
            {keys.map((key) => (
              <SettingItem key={key} name={key} setting={known.get(key)} />
            ))}
          </Accordion>
        </section>
      ))}
    </Stack>
  );
}

const isFound = (key: SettingKey, words: string): boolean =>
  `${key} ${settingTable[key].help}`.toLowerCase().includes(words.trim().toLowerCase());
