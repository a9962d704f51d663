import { Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../../src/contract/index.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { attachmentOf } from '../../../components/people-places.ts';
import { isTitled, TitleAndDateInputs } from '../../../components/title-and-date.tsx';
import { today } from '../../../format/age.ts';
import { roughDateFrom, roughDateText } from '../../../format/dates.ts';
import { keepDated } from '../../../upload/keep.ts';

interface NoteDialogProps {
  readonly somebody: Somebody;
  readonly onClose: () => void;
}

const longestNote = 100_000;

/** A few words of one's own, kept as a text that everything can read. */
export function NoteDialog({ somebody, onClose }: NoteDialogProps) {
  const { t } = useTranslation('documents');
  const client = useQueryClient();
  const [titled, setTitled] = useState({ title: '', date: roughDateText(today()) });
  const [text, setText] = useState('');
  const write = useMutation({
    mutationFn: async () => {
      const blob = new Blob([`${text.trim()}\n`], { type: 'text/plain' });
      const attachTo = attachmentOf(somebody);
      const date = roughDateFrom(titled.date) ?? null;
      await keepDated({ blob, name: `${titled.title.trim()}.txt`, attachTo, date });
      await client.invalidateQueries({ queryKey: ['people'] });
    },
    onSuccess: onClose,
  });
  return (
    <FormDialog
      onClose={onClose}
      title={t('note')}
      doing={write}
      doText={t('keep')}
      isReady={isTitled(titled) && text.trim() !== ''}
      onSubmit={() => write.mutate()}
    >
      <TitleAndDateInputs isFirst value={titled} onChange={setTitled} />
      <Textarea
        required
        label={t('text')}
        autosize
        minRows={4}
        maxRows={16}
        maxLength={longestNote}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
    </FormDialog>
  );
}
