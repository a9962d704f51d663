import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedFile, Somebody } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { attachmentOf } from '../../../components/people-places.ts';
import { PersonPicker } from '../../../components/person-picker.tsx';
import { Problem } from '../../../components/problem.tsx';
import { useUndo } from '../../../components/undo.tsx';
import { personName } from '../../../format/person-name.ts';
import { titleOf } from './title.ts';

interface MoveDialogProps {
  readonly file: ListedFile;
  readonly onClose: () => void;
}

type Attachments = ListedFile['attachments'];

/** A document belongs to somebody else. */
export function MoveDialog({ file, onClose }: MoveDialogProps) {
  const { t } = useTranslation('documents');
  const client = useQueryClient();
  const offerUndo = useUndo();
  const [person, setPerson] = useState<Somebody>();
  const carry = async (from: Attachments, to: Attachments) => {
    const { digest } = file;
    // First where it goes: a document that belongs to nobody would be lost from sight.
    for (const one of to) await api.fileAttach({ digest, ...one });
    for (const one of from) await api.fileDetach({ digest, ...one });
    await client.invalidateQueries({ queryKey: ['people'] });
  };
  const move = useMutation({
    mutationFn: async (to: Somebody) => {
      const from = file.attachments;
      await carry(from, [attachmentOf(to)]);
      const words = t('moved', { title: titleOf(file), name: personName(to.name ?? '') });
      offerUndo(words, () => carry([attachmentOf(to)], from));
    },
    onSuccess: onClose,
  });
  return (
    <Dialog onClose={onClose} title={t('moveTitle')}>
      <Stack>
        <PersonPicker label={t('whose')} value={person} onChange={setPerson} />
        {move.isError && <Problem error={move.error} />}
        <Group justify="flex-end">
          <Button disabled={!person} loading={move.isPending} onClick={() => person && move.mutate(person)}>
            {t('move')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
