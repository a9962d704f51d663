import { Group, Paper, Stack, Text } from '@mantine/core';
import { IconFolder, IconPhotoScan, IconUpload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addChosen } from '../../upload/start.ts';
import styles from './add.module.css';
import { ChooseFiles } from './choose-files.tsx';

interface DropZoneProps {
  readonly account: string;
  /** Something is shown below that matters more. */
  readonly isSmall: boolean;
  /** Another way to add something. */
  readonly children?: ReactNode;
}

/** Where files are chosen; dropped they may be anywhere on the page. */
export function DropZone({ account, isSmall, children }: DropZoneProps) {
  const { t } = useTranslation('add');
  const add = (files: readonly File[]) => addChosen(files, account);
  return (
    <Paper className={styles.zone ?? ''} p={isSmall ? 'md' : 'xl'} data-small={isSmall || undefined}>
      <Stack align="center" gap="sm" ta="center">
        {!isSmall && <IconUpload size={40} aria-hidden />}
        <Text fw={600} visibleFrom="sm">
          {t('drop')}
        </Text>
        {!isSmall && (
          <Text size="sm" c="dimmed" maw={560}>
            {t('what')}
          </Text>
        )}
        <Group gap="sm" justify="center">
          <ChooseFiles onFiles={add} icon={<IconPhotoScan size={18} aria-hidden />}>
            {t('chooseFiles')}
          </ChooseFiles>
          <ChooseFiles onFiles={add} isFolder icon={<IconFolder size={18} aria-hidden />}>
            {t('chooseFolder')}
          </ChooseFiles>
          {children}
        </Group>
      </Stack>
    </Paper>
  );
}
