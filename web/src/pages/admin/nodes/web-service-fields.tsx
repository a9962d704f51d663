import { PasswordInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NodeFields } from './node-fields.ts';

interface WebServiceFieldsProps {
  readonly fields: NodeFields;
  readonly wrong: ReadonlySet<keyof NodeFields>;
  /** One is kept already. */
  readonly hasSecret: boolean;
  readonly onChange: (change: Partial<NodeFields>) => void;
}

/** Where a node has DICOMweb, and what lets us in there. */
export function WebServiceFields({ fields, wrong, hasSecret, onChange }: WebServiceFieldsProps) {
  const { t } = useTranslation('nodes');
  return (
    <>
      <TextInput
        required
        type="url"
        label={t('webUrl')}
        description={t('webUrlMeaning')}
        placeholder="https://pacs.example.org/dicom-web"
        value={fields.url}
        maxLength={2_048}
        error={wrong.has('url') && t('wrong_url')}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
      />
      <TextInput
        label={t('webUser')}
        description={t('webUserMeaning')}
        autoComplete="off"
        value={fields.user}
        maxLength={256}
        error={wrong.has('user') && t('wrong_user')}
        onChange={(event) => onChange({ user: event.currentTarget.value })}
      />
      <PasswordInput
        label={fields.user.trim() === '' ? t('webToken') : t('webPassword')}
        description={hasSecret ? t('webSecretKept') : t('webSecretMeaning')}
        autoComplete="new-password"
        value={fields.secret}
        maxLength={4_096}
        onChange={(event) => onChange({ secret: event.currentTarget.value })}
      />
    </>
  );
}
