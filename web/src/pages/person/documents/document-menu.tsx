import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedFile } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { useMay } from '../../../api/rights.ts';
import { useUndo } from '../../../components/undo.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { DescribeDialog } from './describe-dialog.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { titleOf } from './title.ts';

/** What can be done with a document. */
export function DocumentMenu({ file }: { readonly file: ListedFile }) {
  const { t } = useTranslation('documents');
  const may = useMay();
  const [dialog, setDialog] = useState<'describe' | 'move'>();
  const remove = useRemoveFile(file);
  const close = () => setDialog(undefined);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('actions', { title: titleOf(file) })}
            data-print-hidden
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {may('download') && (
            <Menu.Item component="a" href={`/api/files/${file.digest}/content`} download={file.name}>
              {t('save')}
            </Menu.Item>
          )}
          {may('edit') && <Menu.Item onClick={() => setDialog('describe')}>{t('describe')}</Menu.Item>}
          {may('edit') && <Menu.Item onClick={() => setDialog('move')}>{t('move')}</Menu.Item>}
          {may('remove') && (
            <Menu.Item color="red" onClick={() => remove.mutate()}>
              {t('remove')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'describe' && <DescribeDialog file={file} onClose={close} />}
      {dialog === 'move' && <MoveDialog file={file} onClose={close} />}
    </>
  );
}

function useRemoveFile(file: ListedFile) {
  const { t } = useTranslation('documents');
  const client = useQueryClient();
  const offerUndo = useUndo();
  const again = () => client.invalidateQueries({ queryKey: ['people'] });
  return useMutation({
    mutationFn: () => api.filesRemove({ digests: [file.digest] }),
    onSuccess: async ({ id }) => {
      offerUndo(t('removed', { title: titleOf(file) }), async () => {
        await api.trashRestore({ ids: [id] });
        await again();
      });
      await again();
    },
    onError: useFailed(),
  });
}
