/** What is allowed, on what, until when. */
import { Checkbox, Select, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Right, rights } from '../../../../../src/contract/index.ts';
import { type GrantFields, needsEverything, type Reach, reaches, roleNames } from './grant-fields.ts';
import { ReachValue } from './reach-value.tsx';

interface GrantFormProps {
  readonly fields: GrantFields;
  readonly onChange: (fields: GrantFields) => void;
}

export function GrantForm({ fields, onChange }: GrantFormProps) {
  const { t } = useTranslation('grants');
  const set = (change: Partial<GrantFields>) => {
    const next = { ...fields, ...change };
    onChange(needsEverything(next) ? { ...next, reach: 'everything' } : next);
  };
  return (
    <Stack>
      <Select
        label={t('role')}
        data={[...roleNames, 'chosen' as const].map((role) => ({
          value: role,
          label: t(`roleLong_${role}`),
        }))}
        value={fields.role}
        allowDeselect={false}
        onChange={(role) => role && set({ role: role as GrantFields['role'] })}
      />
      {fields.role === 'chosen' && (
        <Checkbox.Group
          label={t('rights')}
          value={[...fields.chosen]}
          onChange={(chosen) => set({ chosen: chosen as Right[] })}
        >
          <Stack gap={8} mt={4}>
            {rights.map((right) => (
              <Checkbox key={right} value={right} label={t(`rightLong_${right}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      <Select
        label={t('on')}
        data={reaches.map((reach) => ({ value: reach, label: t(`reach_${reach}`) }))}
        value={fields.reach}
        allowDeselect={false}
        disabled={needsEverything(fields)}
        description={needsEverything(fields) ? t('needsEverything') : undefined}
        onChange={(reach) => reach && set({ reach: reach as Reach, value: '', labelValue: '' })}
      />
      <ReachValue fields={fields} onChange={set} />
      <TextInput
        type="date"
        label={t('lastDay')}
        description={t('lastDayMeaning')}
        value={fields.until}
        onChange={(event) => set({ until: event.currentTarget.value })}
      />
    </Stack>
  );
}
