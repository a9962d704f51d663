import { Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../components/dialog.tsx';
import styles from '../account.module.css';

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  /** The authenticator app was set up just now. */
  readonly isFirst?: boolean;
  readonly onClose: () => void;
}

/** For when the phone is not at hand. They are shown this once. */
export function RecoveryCodes({ codes, isFirst = false, onClose }: RecoveryCodesProps) {
  const { t } = useTranslation(['account', 'common']);
  return (
    <Dialog onClose={onClose} title={t('recovery')} isKept>
      <Stack>
        <Text size="sm">{t(isFirst ? 'recoveryFirst' : 'recoveryRenewed')}</Text>
        <Text size="sm">{t('recoveryMeaning')}</Text>
        <ul className={styles.codes}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <Group justify="flex-end">
          <CopyButton value={codes.join('\n')}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {t(copied ? 'common:copied' : 'recoveryCopy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t('recoveryKept')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
