/** One group: who is in it, and what that allows. */
import { Anchor, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GrantTerms } from '../../../../../src/contract/index.ts';
import { groups as groupsQuery } from '../../../api/access.ts';
import { api } from '../../../api/client.ts';
import { NothingHere } from '../../../components/nothing-here.tsx';
import { Problem } from '../../../components/problem.tsx';
import { moment } from '../../../format/dates.ts';
import { GrantList } from '../grants/grant-list.tsx';
import { TypedRemoval } from '../typed-removal.tsx';
import { Members } from './members.tsx';

export function GroupPage() {
  const { t } = useTranslation(['groups', 'accounts', 'common']);
  const { name = '' } = useParams({ strict: false });
  const [isRemoving, setRemoving] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
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
      <Stack gap={4}>
        <Anchor component={Link} to="/admin/groups" size="sm" w="fit-content">
          {t('all')}
        </Anchor>
        <Group justify="space-between">
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Title>
          <Button variant="default" onClick={() => setRemoving(true)}>
            {t('common:remove')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {t('accounts:madeBy', { at: moment(group.createdAt), name: group.createdBy })}
        </Text>
      </Stack>
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
      {isRemoving && (
        <TypedRemoval
          name={name}
          title={t('removeTitle', { name })}
          meaning={t('removeMeaning')}
          onRemove={async () => {
            await api.groupRemove({ name });
            await navigate({ to: '/admin/groups' });
            await again();
          }}
          onClose={() => setRemoving(false)}
        />
      )}
    </Stack>
  );
}
