/** Accounts and groups that were let in, besides the owner and who sees more than this. */
import { Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type MemberRight, memberRights, type ShownCollection } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { useGrantWords } from '../../../components/account/use-grant-words.ts';
import { RemoveButton } from '../../../components/remove-button.tsx';
import { useUndo } from '../../../components/undo.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { GrowingSection } from '../growing-section.tsx';
import { AddMember } from './add-member.tsx';

type Member = ShownCollection['members'][number];

export function CollectionMembers({ collection }: { readonly collection: ShownCollection }) {
  const { t } = useTranslation('collections');
  const { name, members } = collection;
  return (
    <GrowingSection
      title={t('members')}
      emptyText={t('noMembers')}
      addText={t('letIn')}
      adding={(onClose) => <AddMember collection={name} onClose={onClose} />}
      lines={members.map((member) => <OneMember key={member.id} collection={name} member={member} />)}
    />
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
      <RemoveButton label={t('takeOut', { name })} isBusy={take.isPending} onClick={() => take.mutate()} />
    </Group>
  );
}
