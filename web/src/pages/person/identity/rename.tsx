/** Calls a person something else; what their images say stays as it is. */
import { ActionIcon, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useUndo } from '../../../components/undo.tsx';
import { personName } from '../../../format/person-name.ts';
import { longestName } from './longest-name.ts';

interface RenameProps {
  readonly uid: string;
  readonly name: string;
}

export function Rename(person: RenameProps) {
  const { t } = useTranslation('person');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        onClick={() => setOpen(true)}
        aria-label={t('rename')}
        data-print-hidden
      >
        <IconPencil size={18} aria-hidden />
      </ActionIcon>
      {isOpen && <RenameDialog {...person} onClose={() => setOpen(false)} />}
    </>
  );
}

function RenameDialog({ uid, name, onClose }: RenameProps & { readonly onClose: () => void }) {
  const { t } = useTranslation('person');
  const client = useQueryClient();
  const offerUndo = useUndo();
  const [wanted, setWanted] = useState(personName(name));
  const call = async (called: string) => {
    await api.personRename({ uid, name: called });
    await client.invalidateQueries({ queryKey: ['people'] });
  };
  const rename = useMutation({
    mutationFn: call,
    onSuccess: () => {
      offerUndo(t('renamed', { name: wanted.trim() }), () => call(name));
      onClose();
    },
  });
  return (
    <FormDialog
      title={t('rename')}
      doing={rename}
      doText={t('keepName')}
      isReady={wanted.trim() !== ''}
      onSubmit={() => rename.mutate(wanted.trim())}
      onClose={onClose}
      hasCancel
    >
      <TextInput
        data-autofocus
        label={t('called')}
        description={t('calledMeaning')}
        value={wanted}
        maxLength={longestName}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
