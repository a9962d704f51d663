/** Above a file that is not shown, or not yet: its name, the way back, the way to have it. */
import { ActionIcon, Button, Title, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedFile } from '../../../../src/contract/index.ts';
import { useMay } from '../../api/rights.ts';
import styles from './objects.module.css';

interface FileHeadProps {
  /** Undefined until it is known. */
  readonly file: ListedFile | undefined;
  readonly onLeave: () => void;
  /** What else is said of it. */
  readonly children?: ReactNode;
}

export function FileHead({ file, onLeave, children }: FileHeadProps) {
  const { t } = useTranslation(['objects', 'viewer']);
  const may = useMay();
  return (
    <header className={styles.bar}>
      <Tooltip label={t('viewer:back')}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('viewer:back')} onClick={onLeave}>
          <IconArrowLeft size={20} />
        </ActionIcon>
      </Tooltip>
      <Title order={1} size="h5" className={styles.wraps ?? ''}>
        {file?.name ?? t('file')}
      </Title>
      {children}
      {file && may('download') && (
        <Button
          ml="auto"
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconDownload size={16} />}
          component="a"
          href={`/api/files/${file.digest}/content`}
          download={file.name}
        >
          {t('saveFile')}
        </Button>
      )}
    </header>
  );
}
