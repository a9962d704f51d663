import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CreatedToken } from '../../../../src/contract/index.ts';
import { CopiedText } from '../copied-text.tsx';
import { Dialog } from '../dialog.tsx';

interface MadeTokenProps {
  readonly token: CreatedToken;
  readonly onClose: () => void;
}

/** A token that was just made: it is shown this once. */
export function MadeToken({ token, onClose }: MadeTokenProps) {
  const { t } = useTranslation(['tokens', 'common']);
  return (
    <Dialog onClose={onClose} title={t('made', { name: token.name })} isKept>
      <Stack>
        <Text size="sm">{t('madeMeaning')}</Text>
        <CopiedText name={t('token')} value={token.token} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('common:close')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
