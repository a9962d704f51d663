import { Anchor, Badge, Button, Group, Menu, Stack, Text, Title } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedUser } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { me } from '../../../api/queries.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { TypedRemoval } from '../../../components/typed-removal.tsx';
import { useUndo } from '../../../components/undo.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { actorName } from '../../../format/actor-name.ts';
import { moment } from '../../../format/dates.ts';
import { InvitationLink } from '../accounts/invitation-link.tsx';

/** Whose account it is, and what can be done with all of it. */
export function AccountHead({ user }: { readonly user: ListedUser }) {
  const { t } = useTranslation(['accounts', 'common']);
  const { name, isDisabled, groups, createdAt, createdBy, seenAt } = user;
  const [isRemoving, setRemoving] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const onError = useFailed();
  const invite = useMutation({ mutationFn: () => api.userInvite({ name }), onError });
  const switchTo = useSwitch(name);
  const isOwn = useQuery(me).data?.actor.name === name;
  const remove = async () => {
    await api.userRemove({ name });
    await navigate({ to: '/admin/accounts' });
    await client.invalidateQueries({ queryKey: ['users'] });
  };
  return (
    <Stack gap={4}>
      <Anchor component={Link} to="/admin/accounts" size="sm" w="fit-content">
        {t('all')}
      </Anchor>
      <Group justify="space-between" align="flex-start">
        <Group gap="sm" style={{ minWidth: 0 }}>
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Title>
          {isDisabled && (
            <Badge color="red" variant="light" tt="none">
              {t('disabled')}
            </Badge>
          )}
        </Group>
        <Group gap="sm">
          <Button variant="default" loading={invite.isPending} onClick={() => invite.mutate()}>
            {t('invite')}
          </Button>
          {!isOwn && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant="default" px="xs" aria-label={t('common:more')}>
                  <IconDots size={16} aria-hidden />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => switchTo(!isDisabled)}>
                  {t(isDisabled ? 'enable' : 'disable')}
                </Menu.Item>
                <Menu.Item color="red" onClick={() => setRemoving(true)}>
                  {t('remove')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </Group>
      </Group>
      <Text size="sm" c="dimmed">
        {t('madeBy', { at: moment(createdAt), name: actorName(createdBy) })} ·{' '}
        {seenAt === null ? t('neverSeen') : t('lastSeen', { at: moment(seenAt) })}
      </Text>
      {groups.length > 0 && (
        <Group gap={8}>
          {groups.map((group) => (
            <Link key={group} to="/admin/groups/$name" params={{ name: group }}>
              {t('asInGroup', { name: group })}
            </Link>
          ))}
        </Group>
      )}
      {invite.data && (
        <Dialog onClose={() => invite.reset()} title={t('invitation')}>
          <InvitationLink name={name} invitation={invite.data} onClose={() => invite.reset()} />
        </Dialog>
      )}
      {isRemoving && (
        <TypedRemoval
          name={name}
          title={t('removeTitle', { name })}
          meaning={t('removeMeaning')}
          onRemove={remove}
          onClose={() => setRemoving(false)}
        />
      )}
    </Stack>
  );
}

/** Disables or enables the account; that can be undone. */
function useSwitch(name: string): (isDisabled: boolean) => void {
  const { t } = useTranslation('accounts');
  const client = useQueryClient();
  const offerUndo = useUndo();
  const set = async (isDisabled: boolean) => {
    await (isDisabled ? api.userDisable({ name }) : api.userEnable({ name }));
    await client.invalidateQueries({ queryKey: ['users'] });
  };
  const { mutate } = useMutation({
    mutationFn: set,
    onSuccess: (_, isDisabled) =>
      offerUndo(t(isDisabled ? 'isDisabled' : 'isEnabled', { name }), () => set(!isDisabled)),
    onError: useFailed(),
  });
  return mutate;
}
