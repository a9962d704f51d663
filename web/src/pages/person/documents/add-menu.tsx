/** What can be added to somebody: images, documents, notes, and what is not here. */
import { Button, Menu } from '@mantine/core';
import {
  IconCamera,
  IconFileDescription,
  IconFileUnknown,
  IconMailShare,
  IconNote,
  IconPhotoScan,
  IconPlus,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../../src/contract/index.ts';
import { useMay } from '../../../api/rights.ts';
import { attachmentOf, keyOf } from '../../../components/people-places.ts';
import { useMayAskForImages } from '../../../components/share/inboxes.ts';
import { useFailed } from '../../../components/use-failed.ts';
import { keepFile } from '../../../upload/keep.ts';

export type AddDialog = 'note' | 'papers' | 'elsewhere' | 'ask';

interface AddMenuProps {
  readonly somebody: Somebody;
  readonly onOpen: (dialog: AddDialog) => void;
}

export function AddMenu({ somebody, onOpen }: AddMenuProps) {
  const { t } = useTranslation('documents');
  const may = useMay();
  const input = useRef<HTMLInputElement>(null);
  const keep = useKeepFiles(somebody);
  const stores = may('store');
  const asks = useMayAskForImages();
  if (!stores && !may('edit')) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button leftSection={<IconPlus size={16} aria-hidden />} loading={keep.isPending} data-print-hidden>
            {t('add')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {stores && (
            <>
              <Menu.Item
                renderRoot={(props) => <Link to="/add" search={{ who: keyOf(somebody) }} {...props} />}
                leftSection={<IconPhotoScan size={16} aria-hidden />}
              >
                {t('addImages')}
              </Menu.Item>
              {asks && (
                <Menu.Item
                  leftSection={<IconMailShare size={16} aria-hidden />}
                  onClick={() => onOpen('ask')}
                >
                  {t('askForImages')}
                </Menu.Item>
              )}
              <Menu.Item
                leftSection={<IconFileDescription size={16} aria-hidden />}
                onClick={() => input.current?.click()}
              >
                {t('addDocument')}
              </Menu.Item>
              <Menu.Item leftSection={<IconCamera size={16} aria-hidden />} onClick={() => onOpen('papers')}>
                {t('addPapers')}
              </Menu.Item>
              <Menu.Item leftSection={<IconNote size={16} aria-hidden />} onClick={() => onOpen('note')}>
                {t('addNote')}
              </Menu.Item>
            </>
          )}
          {may('edit') && (
            <Menu.Item
              leftSection={<IconFileUnknown size={16} aria-hidden />}
              onClick={() => onOpen('elsewhere')}
            >
              {t('addElsewhere')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          keep.mutate([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
    </>
  );
}

function useKeepFiles(somebody: Somebody) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (files: readonly File[]) => {
      for (const file of files)
        await keepFile({ blob: file, name: file.name, attachTo: attachmentOf(somebody) });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['people'] }),
    onError: useFailed(),
  });
}
