import { Alert, Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LinkFields } from './link-fields.tsx';
import type { Terms } from './terms.ts';

interface TermsFieldsProps {
  readonly terms: Terms;
  readonly onChange: (part: Partial<Terms>) => void;
}

export function TermsFields({ terms, onChange }: TermsFieldsProps) {
  const { t } = useTranslation('share');
  return (
    <Stack gap="sm">
      <LinkFields terms={terms} onChange={onChange} example={t('forExample')} />
      <Switch
        label={t('download')}
        description={t('downloadMeaning')}
        checked={terms.mayDownload && !terms.hidesIdentity}
        disabled={terms.hidesIdentity}
        onChange={(event) => onChange({ mayDownload: event.currentTarget.checked })}
      />
      <Switch
        label={t('hide')}
        description={t('hideMeaning')}
        checked={terms.hidesIdentity}
        onChange={(event) => onChange({ hidesIdentity: event.currentTarget.checked })}
      />
      {terms.hidesIdentity && (
        <Alert color="yellow" variant="light">
          {t('hideLimits')}
        </Alert>
      )}
    </Stack>
  );
}
