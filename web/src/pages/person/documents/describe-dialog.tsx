import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedFile } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { DateInput, isRoughDate } from '../../../components/date-input.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useUndo } from '../../../components/undo.tsx';
import { roughDateFrom, roughDateText } from '../../../format/dates.ts';
import { nameOf, titleOf } from './title.ts';

interface DescribeDialogProps {
  readonly file: ListedFile;
  readonly onClose: () => void;
}

/** What a document is called, and which date it tells of. */
export function DescribeDialog({ file, onClose }: DescribeDialogProps) {
  const { t } = useTranslation('documents');
  const client = useQueryClient();
  const offerUndo = useUndo();
  const [title, setTitle] = useState(titleOf(file));
  const [date, setDate] = useState(roughDateText(file.date ?? ''));
  const say = async ({ name, date }: Pick<ListedFile, 'name' | 'date'>) => {
    await api.fileDescribe({ digest: file.digest, name, date });
    await client.invalidateQueries({ queryKey: ['people'] });
  };
  const describe = useMutation({
    mutationFn: async (said: Pick<ListedFile, 'name' | 'date'>) => {
      await say(said);
      offerUndo(t('described'), () => say(file));
    },
    onSuccess: onClose,
  });
  return (
    <FormDialog
      onClose={onClose}
      title={t('describe')}
      doing={describe}
      doText={t('keep')}
      isReady={title.trim() !== '' && isRoughDate(date)}
      onSubmit={() =>
        describe.mutate({ name: nameOf(title.trim(), file), date: roughDateFrom(date) ?? null })
      }
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
    </FormDialog>
  );
}
