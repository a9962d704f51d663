import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../components/section.tsx';
import { PasswordDialog } from './password-dialog.tsx';

/** The password, which is changed by who knows the old one. */
export function Password() {
  const { t } = useTranslation('account');
  const [isChanging, setChanging] = useState(false);
  return (
    <Section
      title={t('password')}
      beside={
        <Button size="compact-sm" variant="default" onClick={() => setChanging(true)}>
          {t('passwordChange')}
        </Button>
      }
    >
      <Text size="sm" c="dimmed">
        {t('passwordMeaning')}
      </Text>
      {isChanging && <PasswordDialog onClose={() => setChanging(false)} />}
    </Section>
  );
}
