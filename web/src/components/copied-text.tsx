/** Something to be written elsewhere, as it stands, with a button that copies it. */
import { ActionIcon, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './copied-text.module.css';

interface CopiedTextProps {
  /** What it is, for who does not see the page. */
  readonly name: string;
  readonly value: string;
}

export function CopiedText({ name, value }: CopiedTextProps) {
  const { t } = useTranslation('common');
  return (
    <Group gap={4} wrap="nowrap" className={styles.frame ?? ''}>
      <Text component="code" className={styles.value ?? ''}>
        {value}
      </Text>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={t(copied ? 'copied' : 'copy')}>
            <ActionIcon variant="subtle" color="gray" onClick={copy} aria-label={t('copyWhat', { name })}>
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
