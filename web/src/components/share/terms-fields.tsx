import { Alert, SegmentedControl, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { whole } from '../../format/numbers.ts';
import { lives, type Terms } from './terms.ts';

interface TermsFieldsProps {
  readonly terms: Terms;
  readonly onChange: (part: Partial<Terms>) => void;
}

const longestTitle = 200;

export function TermsFields({ terms, onChange }: TermsFieldsProps) {
  const { t } = useTranslation('share');
  const offered = lives.map((days) => ({ value: String(days), label: whole(days) }));
  return (
    <Stack gap="sm">
      <TextInput
        data-autofocus
        label={t('for')}
        description={t('forMeaning')}
        placeholder={t('forExample')}
        value={terms.title}
        maxLength={longestTitle}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <div>
        <Text size="sm" fw={500} mb={4} aria-hidden>
          {t('opensFor')}
        </Text>
        <SegmentedControl
          fullWidth
          size="sm"
          aria-label={t('opensFor')}
          data={offered}
          value={String(terms.days)}
          onChange={(value) => onChange({ days: Number(value) })}
        />
      </div>
      <Switch
        label={t('code')}
        description={t('codeMeaning')}
        checked={terms.withCode}
        onChange={(event) => onChange({ withCode: event.currentTarget.checked })}
      />
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
