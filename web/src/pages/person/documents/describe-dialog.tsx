import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedFile } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { isTitled, TitleAndDateInputs } from '../../../components/title-and-date.tsx';
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
  const [titled, setTitled] = useState({ title: titleOf(file), date: roughDateText(file.date ?? '') });
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
      isReady={isTitled(titled)}
      onSubmit={() =>
        describe.mutate({
          name: nameOf(titled.title.trim(), file),
          date: roughDateFrom(titled.date) ?? null,
        })
      }
    >
      <TitleAndDateInputs isFirst value={titled} onChange={setTitled} />
    </FormDialog>
  );
}
