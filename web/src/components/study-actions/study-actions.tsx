/** What can be done to studies: one, or as many as are selected. Only what somebody may do is offered. */
import { Button, Group, Tooltip } from '@mantine/core';
import { IconDownload, IconLabel, IconSend, IconShare, IconTrash } from '@tabler/icons-react';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Right } from '../../../../src/contract/index.ts';
import { useMay } from '../../api/rights.ts';
import { ExportDialog } from '../export/export-dialog.tsx';
import type { Given } from '../given.ts';
import { ShareDialog } from '../share/share-dialog.tsx';
import { LabelDialog } from './label-dialog.tsx';
import { SendDialog } from './send-dialog.tsx';
import { useRemove } from './use-remove.ts';

interface StudyActionsProps extends Given {
  /** After they were put into the trash. */
  readonly onRemoved?: () => void;
}

interface Action {
  readonly right: Right;
  readonly name: 'label' | 'share' | 'download' | 'send' | 'remove';
  readonly Icon: ComponentType<{ size?: number }>;
  readonly act: () => void;
  readonly isPending?: boolean;
}

/** Who goes on with the mouse is told nothing. */
const hesitationMs = 400;

type DialogName = 'label' | 'share' | 'export' | 'send';

/** Of somebody, what gives out all that there is of them; of studies, everything. */
export function StudyActions({ studies, somebody, onRemoved }: StudyActionsProps) {
  const { t } = useTranslation('actions');
  const may = useMay();
  const [open, setOpen] = useState<DialogName>();
  const remove = useRemove(onRemoved);
  const onClose = () => setOpen(undefined);
  const actions: readonly Action[] = [
    { right: 'edit', name: 'label', Icon: IconLabel, act: () => setOpen('label') },
    { right: 'share', name: 'share', Icon: IconShare, act: () => setOpen('share') },
    { right: 'download', name: 'download', Icon: IconDownload, act: () => setOpen('export') },
    { right: 'send', name: 'send', Icon: IconSend, act: () => setOpen('send') },
    {
      ...{ right: 'remove', name: 'remove', Icon: IconTrash },
      ...{ act: () => remove.mutate(studies), isPending: remove.isPending },
    },
  ];
  return (
    <Group gap={4}>
      {actions
        .filter(({ right }) => may(right) && (!somebody || giving.has(right)))
        .map(({ name, Icon, act, isPending = false }) => (
          <Tooltip key={name} label={t(`${name}Meaning`)} multiline maw={280} openDelay={hesitationMs}>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<Icon size={16} />}
              onClick={act}
              loading={isPending}
            >
              {t(name)}
            </Button>
          </Tooltip>
        ))}
      {open === 'label' && <LabelDialog studies={studies} onClose={onClose} />}
      {open === 'share' && <ShareDialog given={{ studies, somebody }} onClose={onClose} />}
      {open === 'export' && <ExportDialog given={{ studies, somebody }} onClose={onClose} />}
      {open === 'send' && <SendDialog studies={studies} onClose={onClose} />}
    </Group>
  );
}

const giving: ReadonlySet<Right> = new Set(['share', 'download', 'send']);
