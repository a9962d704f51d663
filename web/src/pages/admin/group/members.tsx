import { Autocomplete, Badge, Button, CloseButton, Group, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedGroup } from '../../../../../src/contract/index.ts';
import { users as usersQuery } from '../../../api/access.ts';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { Section } from '../../../components/section.tsx';
import { useUndo } from '../../../components/undo.tsx';
import { useFailed } from '../../../components/use-failed.ts';

interface MembersProps {
  readonly group: ListedGroup;
  readonly onChange: () => Promise<unknown>;
}

/** Members that are shown; of more the list of accounts is the place. */
const mostShown = 500;
const offered = 20;

export function Members({ group: { name, members, fromProvider }, onChange }: MembersProps) {
  const { t } = useTranslation('groups');
  const offerUndo = useUndo();
  const join = useJoin(name, onChange);
  const leave = useMutation({
    mutationFn: (member: string) => api.groupLeave({ name, member }),
    onSuccess: async (_, member) => {
      offerUndo(t('left', { member }), () => join.mutateAsync(member));
      await onChange();
    },
    onError: useFailed(),
  });
  return (
    <Section title={t('members')}>
      {members.length === 0 && <Text c="dimmed">{t('noMembers')}</Text>}
      <Group gap={8} mb="md">
        {members.slice(0, mostShown).map((member) => (
          <Badge
            key={member}
            variant="default"
            size="lg"
            tt="none"
            rightSection={
              fromProvider.includes(member) ? (
                <Text span size="xs" c="dimmed">
                  {t('fromProvider')}
                </Text>
              ) : (
                <CloseButton
                  size="xs"
                  aria-label={t('leave', { member })}
                  onClick={() => leave.mutate(member)}
                />
              )
            }
          >
            {member}
          </Badge>
        ))}
        {members.length > mostShown && (
          <Text size="sm">{t('andMore', { count: members.length - mostShown })}</Text>
        )}
      </Group>
      <AddMember members={members} join={join} />
    </Section>
  );
}

function useJoin(name: string, onChange: () => Promise<unknown>) {
  return useMutation({
    mutationFn: (member: string) => api.groupJoin({ name, members: [member] }),
    onSuccess: onChange,
  });
}

interface AddMemberProps {
  readonly members: readonly string[];
  readonly join: ReturnType<typeof useJoin>;
}

function AddMember({ members, join }: AddMemberProps) {
  const { t } = useTranslation(['groups', 'common']);
  const { data } = useQuery(usersQuery);
  const [member, setMember] = useState('');
  const others = data?.users.map((user) => user.name).filter((each) => !members.includes(each)) ?? [];
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (others.includes(member)) join.mutate(member, { onSuccess: () => setMember('') });
  };
  return (
    <form onSubmit={onSubmit}>
      <Group align="flex-end">
        <Autocomplete
          label={t('account')}
          data={others}
          limit={offered}
          value={member}
          onChange={setMember}
          style={{ flex: 1 }}
        />
        <Button type="submit" variant="default" disabled={!others.includes(member)} loading={join.isPending}>
          {t('common:add')}
        </Button>
      </Group>
      {join.isError && <Problem error={join.error} />}
    </form>
  );
}
