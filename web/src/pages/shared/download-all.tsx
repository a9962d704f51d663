import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../../src/contract/index.ts';
import { textOf } from '../../api/rows.ts';
import { ExportDialog } from '../../components/export/export-dialog.tsx';

/** All studies of a link as one file. */
export function DownloadAll({ studies }: { readonly studies: readonly FindRow[] }) {
  const { t } = useTranslation('shared');
  const [isOpen, setOpen] = useState(false);
  const uids = studies.map((row) => textOf(row, 'StudyInstanceUID'));
  return (
    <Group>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('all')}
      </Button>
      {isOpen && <ExportDialog given={{ studies: uids }} onClose={() => setOpen(false)} />}
    </Group>
  );
}
