/** One group: who is in it, and what that allows. */

import { Skeleton, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { GrantTerms } from '../../../../../src/contract/index.ts';
import { groups as groupsQuery } from '../../../api/access.ts';
import { api } from '../../../api/client.ts';
import { NothingHere } from '../../../components/nothing-here.tsx';
import { Problem } from '../../../components/problem.tsx';
import { actorName } from '../../../format/actor-name.ts';
import { moment } from '../../../format/dates.ts';
import { GrantList } from '../grants/grant-list.tsx';
import { NamedHead } from '../named-head.tsx';
import { Members } from './members.tsx';

export function GroupPage() {
  const { t } = useTranslation(['groups', 'accounts']);
  const { name = '' } = useParams({ strict: false });
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(groupsQuery);
  /** Accounts say which groups they are in. */
  const again = async () => {
    await Promise.all(['groups', 'users'].map((key) => client.invalidateQueries({ queryKey: [key] })));
  };
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  const group = data.groups.find((each) => each.name === name);
  if (!group) return <NothingHere />;
  return (
    <Stack gap="lg">
      <NamedHead
        list="/admin/groups"
        listText={t('all')}
        name={name}
        about={t('accounts:madeBy', { at: moment(group.createdAt), name: actorName(group.createdBy) })}
        removal={{
          title: t('removeTitle', { name }),
          meaning: t('removeMeaning'),
          remove: () => api.groupRemove({ name }),
          onRemoved: again,
        }}
      />
      <Members group={group} onChange={again} />
      <GrantList
        grants={group.grants}
        onGrant={async (terms: GrantTerms) => {
          await api.groupGrant({ name, ...terms });
          await again();
        }}
        onUngrant={async (id) => {
          await api.groupUngrant({ name, id });
          await again();
        }}
      />
    </Stack>
  );
}
