/** Passkeys: keys in a phone, a computer or a security stick, which stand for password and code together. */
import { ActionIcon, Anchor, Stack, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedPasskey, WaysIn } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { PasskeyLine } from '../../../components/account/passkey-line.tsx';
import { AddButton } from '../../../components/add-button.tsx';
import { Section } from '../../../components/section.tsx';
import { useAgain } from '../use-again.ts';
import { AddPasskey } from './add-passkey.tsx';
import { canMakePasskeys } from './ask-authenticator.ts';
import { RenamePasskey } from './rename-passkey.tsx';

export function Passkeys({ ways }: { readonly ways: WaysIn }) {
  const { t } = useTranslation('account');
  const { passkeys, passkeySite, mayChange } = ways;
  const [isAdding, setAdding] = useState(false);
  const [renamed, setRenamed] = useState<ListedPasskey>();
  const again = useAgain();
  const remove = async (id: string) => {
    await api.myPasskeyRemove({ id });
    await again();
  };
  const mayAdd = mayChange && passkeySite !== null && canMakePasskeys();
  return (
    <Section
      title={t('passkeys')}
      meaning={t('passkeysMeaning')}
      beside={mayAdd && <AddButton label={t('passkeyAdd')} onClick={() => setAdding(true)} />}
    >
      <Stack gap="sm">
        {passkeys.length === 0 && <Text c="dimmed">{t('noPasskeys')}</Text>}
        {passkeys.map((passkey) => (
          <PasskeyLine key={passkey.id} passkey={passkey} onRemove={() => remove(passkey.id)}>
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={() => setRenamed(passkey)}
              aria-label={t('passkeyRename', { name: passkey.name })}
            >
              <IconPencil size={16} />
            </ActionIcon>
          </PasskeyLine>
        ))}
        {passkeySite === null && <Elsewhere publicUrl={ways.publicUrl} />}
      </Stack>
      {isAdding && <AddPasskey onClose={() => setAdding(false)} />}
      {renamed && <RenamePasskey passkey={renamed} onClose={() => setRenamed(undefined)} />}
    </Section>
  );
}

/** Where they work, if not here. */
function Elsewhere({ publicUrl }: Pick<WaysIn, 'publicUrl'>) {
  const { t } = useTranslation('account');
  return (
    <Text size="sm" c="dimmed">
      {publicUrl === null ? t('passkeysNeedName') : t('passkeysElsewhere')}{' '}
      {publicUrl !== null && <Anchor href={new URL('/account', publicUrl).href}>{publicUrl}</Anchor>}
    </Text>
  );
}
