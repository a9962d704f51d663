/** One account: what it may, what it sees, how its person logs in, where they are logged in. */
import { Skeleton, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { GrantTerms } from '../../../../../src/contract/index.ts';
import { users as usersQuery } from '../../../api/access.ts';
import { api } from '../../../api/client.ts';
import { NothingHere } from '../../../components/nothing-here.tsx';
import { Problem } from '../../../components/problem.tsx';
import { GrantList } from '../grants/grant-list.tsx';
import { AccountHead } from './account-head.tsx';
import { Reach } from './reach.tsx';
import { AccountSessions } from './sessions.tsx';
import { WaysIn } from './ways-in.tsx';

export function Account() {
  const { name = '' } = useParams({ strict: false });
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(usersQuery);
  const again = () => client.invalidateQueries({ queryKey: ['users'] });
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  const user = data.users.find((each) => each.name === name);
  if (!user) return <NothingHere />;
  return (
    <Stack gap="lg">
      <AccountHead user={user} />
      <GrantList
        grants={user.grants}
        onGrant={async (terms: GrantTerms) => {
          await api.userGrant({ name, ...terms });
          await again();
        }}
        onUngrant={async (id) => {
          await api.userUngrant({ name, id });
          await again();
        }}
      />
      <Reach name={name} />
      <WaysIn user={user} />
      <AccountSessions name={name} />
    </Stack>
  );
}
