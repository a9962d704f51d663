/** Where it is told that a run failed or that the node will delete what is not here. */
import { Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { addressesIn } from '../entries/addresses-in.ts';
import { TestMail } from '../entries/test-mail.tsx';
import { type NotifyFields, notifyWays } from './schedule-fields.ts';

interface NotifyInputsProps {
  readonly fields: NotifyFields;
  readonly onChange: (fields: NotifyFields) => void;
}

export function NotifyInputs({ fields, onChange }: NotifyInputsProps) {
  const { t } = useTranslation('schedules');
  const { by, to } = fields;
  return (
    <Stack gap="xs">
      <Group grow align="flex-end">
        <Select
          label={t('notify')}
          data={notifyWays.map((value) => ({ value, label: t(`notify_${value}`) }))}
          value={by}
          allowDeselect={false}
          onChange={(way) => way !== null && onChange({ by: way as NotifyFields['by'], to: '' })}
        />
        {by !== 'none' && (
          <TextInput
            label={t(`to_${by}`)}
            value={to}
            maxLength={2_048}
            onChange={(event) => onChange({ by, to: event.currentTarget.value })}
          />
        )}
      </Group>
      {by !== 'none' && (
        <Text size="sm" c="dimmed">
          {t('notifyMeaning')}
        </Text>
      )}
      {by === 'mail' && <TestMail to={addressesIn(to)[0] ?? ''} />}
    </Stack>
  );
}
