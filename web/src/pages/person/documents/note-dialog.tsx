import { Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../../src/contract/index.ts';
import { DateInput, isRoughDate } from '../../../components/date-input.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { attachmentOf } from '../../../components/people-places.ts';
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
  const [title, setTitle] = useState('');
  const [date, setDate] = useState(roughDateText(today()));
  const [text, setText] = useState('');
  const write = useMutation({
    mutationFn: async () => {
      const blob = new Blob([`${text.trim()}\n`], { type: 'text/plain' });
      const attachTo = attachmentOf(somebody);
      await keepDated({ blob, name: `${title.trim()}.txt`, attachTo, date: roughDateFrom(date) ?? null });
      await client.invalidateQueries({ queryKey: ['people'] });
    },
    onSuccess: onClose,
  });
  const isWhole = title.trim() !== '' && text.trim() !== '' && isRoughDate(date);
  return (
    <FormDialog
      onClose={onClose}
      title={t('note')}
      doing={write}
      doText={t('keep')}
      isReady={isWhole}
      onSubmit={() => write.mutate()}
    >
      <TextInput
        data-autofocus
        required
        label={t('title')}
        value={title}
        maxLength={240}
        onChange={({ currentTarget }) => setTitle(currentTarget.value)}
      />
      <DateInput label={t('date')} value={date} onChange={setDate} />
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
