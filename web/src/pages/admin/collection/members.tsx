/** Accounts and groups that were let in, besides the owner and who sees more than this. */
import { ActionIcon, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MemberRight, memberRights, type ShownCollection } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { useUndo } from '../../../components/undo.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { useGrantWords } from '../grants/use-grant-words.ts';
import { AddMember } from './add-member.tsx';

type Member = ShownCollection['members'][number];

export function CollectionMembers({ collection }: { readonly collection: ShownCollection }) {
  const { t } = useTranslation('collections');
  const [isAdding, setAdding] = useState(false);
  const { name, members } = collection;
  return (
    <Paper component="section" withBorder p="md" aria-label={t('members')}>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{t('members')}</Title>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          {t('letIn')}
        </Button>
      </Group>
      {members.length === 0 && <Text c="dimmed">{t('noMembers')}</Text>}
      <Stack gap="sm">
        {members.map((member) => (
          <OneMember key={member.id} collection={name} member={member} />
        ))}
      </Stack>
      {isAdding && <AddMember collection={name} onClose={() => setAdding(false)} />}
    </Paper>
  );
}

function OneMember({ collection, member }: { readonly collection: string; readonly member: Member }) {
  const { t } = useTranslation('collections');
  const { id, kind, name, rights, expiresAt } = member;
  const { rightWords, untilWords } = useGrantWords();
  const client = useQueryClient();
  const offerUndo = useUndo();
  const again = () => client.invalidateQueries({ queryKey: ['collections'] });
  const letInAgain = async () => {
    const held = memberRights.filter((right): right is MemberRight => rights.includes(right));
    const who = kind === 'group' ? { group: name } : { user: name };
    await api.collectionMemberAdd({ name: collection, ...who, rights: held, expiresAt });
    await again();
  };
  const take = useMutation({
    mutationFn: () => api.collectionMemberRemove({ name: collection, id }),
    onSuccess: async () => {
      if (kind !== 'node') offerUndo(t('takenOut', { name }), letInAgain);
      await again();
    },
    onError: useFailed(),
  });
  return (
    <Group justify="space-between" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {t(`member_${kind}`, { name })}
        </Text>
        <Text size="sm" c="dimmed">
          {[rightWords(rights), untilWords(expiresAt)].filter((text) => text !== '').join(' · ')}
        </Text>
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        loading={take.isPending}
        onClick={() => take.mutate()}
        aria-label={t('takeOut', { name })}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}
