import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Invitation } from '../../../../../src/contract/index.ts';
import { CopiedText } from '../../../components/copied-text.tsx';
import { moment } from '../../../format/dates.ts';

interface InvitationLinkProps {
  readonly name: string;
  readonly invitation: Invitation;
  readonly onClose: () => void;
}

/** To be sent to the person of the account: whoever has it first chooses the password. */
export function InvitationLink({ name, invitation: { path, expiresAt }, onClose }: InvitationLinkProps) {
  const { t } = useTranslation(['accounts', 'common']);
  return (
    <Stack>
      <Text size="sm">{t('invitationMeaning', { name })}</Text>
      <CopiedText name={t('invitation')} value={`${location.origin}${path}`} />
      <Text size="sm" c="dimmed">
        {t('invitationOnce', { at: moment(expiresAt) })}
      </Text>
      <Group justify="flex-end">
        <Button onClick={onClose}>{t('common:close')}</Button>
      </Group>
    </Stack>
  );
}
