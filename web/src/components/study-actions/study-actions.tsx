/** What can be done to studies: one, or as many as are selected. Only what somebody may do is offered. */
import { Button, Group } from '@mantine/core';
import { IconDownload, IconLabel, IconSend, IconShare, IconTrash } from '@tabler/icons-react';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Right } from '../../../../src/contract/index.ts';
import { useMay } from '../../api/rights.ts';
import { LabelDialog } from './label-dialog.tsx';
import { SendDialog } from './send-dialog.tsx';
import { ShareDialog } from './share-dialog.tsx';
import { useDownload } from './use-download.ts';
import { useRemove } from './use-remove.ts';

interface StudyActionsProps {
  readonly studies: readonly string[];
  /** After they were put into the trash. */
  readonly onRemoved?: () => void;
}

const dialogs = { label: LabelDialog, share: ShareDialog, send: SendDialog } as const;

export function StudyActions({ studies, onRemoved }: StudyActionsProps) {
  const { t } = useTranslation('actions');
  const may = useMay();
  const [open, setOpen] = useState<keyof typeof dialogs>();
  const download = useDownload();
  const remove = useRemove(onRemoved);
  const actions: readonly [Right, string, ComponentType<{ size?: number }>, () => void, boolean?][] = [
    ['edit', t('label'), IconLabel, () => setOpen('label')],
    ['share', t('share'), IconShare, () => setOpen('share')],
    ['download', t('download'), IconDownload, () => download.mutate(studies), download.isPending],
    ['send', t('send'), IconSend, () => setOpen('send')],
    ['remove', t('remove'), IconTrash, () => remove.mutate(studies), remove.isPending],
  ];
  const Dialog = open && dialogs[open];
  return (
    <Group gap={4}>
      {actions
        .filter(([right]) => may(right))
        .map(([right, text, Icon, act, isPending]) => (
          <Button
            key={right}
            size="compact-sm"
            variant="subtle"
            leftSection={<Icon size={16} />}
            onClick={act}
            loading={isPending === true}
          >
            {text}
          </Button>
        ))}
      {Dialog && <Dialog studies={studies} onClose={() => setOpen(undefined)} />}
    </Group>
  );
}
