import { Group, NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NodeFields } from './node-fields.ts';

interface DicomAddressFieldsProps {
  readonly fields: NodeFields;
  readonly wrong: ReadonlySet<keyof NodeFields>;
  readonly onChange: (change: Partial<NodeFields>) => void;
}

/** Where a node is called by DICOM. */
export function DicomAddressFields({ fields, wrong, onChange }: DicomAddressFieldsProps) {
  const { t } = useTranslation('nodes');
  return (
    <>
      <TextInput
        required
        label={t('aeTitle')}
        description={t('aeTitleMeaning')}
        value={fields.aeTitle}
        maxLength={16}
        error={wrong.has('aeTitle') && t('wrong_aeTitle')}
        onChange={(event) => onChange({ aeTitle: event.currentTarget.value })}
      />
      <Group grow align="flex-start">
        <TextInput
          required
          label={t('host')}
          value={fields.host}
          maxLength={253}
          error={wrong.has('host') && t('wrong_host')}
          onChange={(event) => onChange({ host: event.currentTarget.value })}
        />
        <NumberInput
          required
          label={t('port')}
          value={fields.port}
          allowDecimal={false}
          thousandSeparator={false}
          hideControls
          error={wrong.has('port') && t('wrong_port')}
          onChange={(port) => onChange({ port })}
        />
      </Group>
    </>
  );
}
