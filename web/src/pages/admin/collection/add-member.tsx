import { Autocomplete, Checkbox, SegmentedControl, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MemberRight, memberRights } from '../../../../../src/contract/index.ts';
import { groups as groupsQuery, users as usersQuery } from '../../../api/access.ts';
import { api } from '../../../api/client.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';

interface AddMemberProps {
  readonly collection: string;
  readonly onClose: () => void;
}

const usual: readonly MemberRight[] = ['find', 'view', 'download'];

export function AddMember({ collection, onClose }: AddMemberProps) {
  const { t } = useTranslation(['collections', 'grants']);
  const client = useQueryClient();
  const [kind, setKind] = useState<'user' | 'group'>('user');
  const [name, setName] = useState('');
  const [rights, setRights] = useState<readonly MemberRight[]>(usual);
  const users = useQuery(usersQuery).data?.users ?? [];
  const groups = useQuery(groupsQuery).data?.groups ?? [];
  const names = (kind === 'user' ? users : groups).map((each) => each.name);
  const isReady = names.includes(name) && rights.length > 0;
  const add = useMutation({
    mutationFn: () => api.collectionMemberAdd({ name: collection, [kind]: name, rights: [...rights] }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['collections'] });
      onClose();
    },
  });
  return (
    <FormDialog
      onClose={onClose}
      title={t('letIn')}
      doing={add}
      doText={t('letIn')}
      isReady={isReady}
      onSubmit={() => add.mutate()}
      hasCancel
    >
      <SegmentedControl
        aria-label={t('kind')}
        data={(['user', 'group'] as const).map((value) => ({ value, label: t(`kind_${value}`) }))}
        value={kind}
        onChange={(value) => {
          setKind(value as 'user' | 'group');
          setName('');
        }}
      />
      <Autocomplete
        data-autofocus
        required
        label={t(`kind_${kind}`)}
        data={names}
        limit={20}
        value={name}
        onChange={setName}
      />
      <Checkbox.Group
        label={t('grants:role')}
        value={[...rights]}
        onChange={(chosen) => setRights(chosen as MemberRight[])}
      >
        <Stack gap={8} mt={4}>
          {memberRights.map((right) => (
            <Checkbox key={right} value={right} label={t(`grants:rightLong_${right}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
    </FormDialog>
  );
}
