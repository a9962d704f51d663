/** Everybody whose images are kept, and who may be one and the same. */
import { Button, Skeleton, Stack, TextInput, Title } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { people } from '../../api/people.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { Alike } from './alike.tsx';
import { PeopleList } from './people-list.tsx';

const typingMs = 200;

export function People() {
  const { t } = useTranslation('people');
  const navigate = useNavigate();
  const { who = '' } = useSearch({ from: '/shell/people' });
  const search = useDebouncedCallback(
    (words: string) => void navigate({ to: '/people', search: { who: words || undefined }, replace: true }),
    typingMs,
  );
  const found = useInfiniteQuery(people(who));
  const all = found.data?.pages.flatMap((page) => page.people);
  return (
    <Stack gap="lg" maw={960}>
      <Title order={1}>{t('title')}</Title>
      <Alike />
      <TextInput
        type="search"
        defaultValue={who}
        onChange={(event) => search(event.currentTarget.value.trim())}
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        maxLength={128}
      />
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton h={320} />}
      {all?.length === 0 && (
        <EmptyState
          icon={IconUsers}
          title={t(who === '' ? 'empty' : 'none')}
          meaning={t(who === '' ? 'emptyMeaning' : 'noneMeaning')}
          order={2}
        />
      )}
      {all && all.length > 0 && <PeopleList people={all} />}
      {found.hasNextPage && (
        <Button
          variant="default"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
    </Stack>
  );
}
