/** What few want to say of a schedule: within which hours it fetches, how much at once, how fast, and how far back it makes up. */
import { Button, Collapse, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { limits, type ScheduleFields, usual } from './schedule-fields.ts';

interface ScheduleLimitsProps {
  readonly fields: ScheduleFields;
  readonly onChange: (change: Partial<ScheduleFields>) => void;
}

export function ScheduleLimits({ fields, onChange }: ScheduleLimitsProps) {
  const { t } = useTranslation('schedules');
  const [isOpen, { toggle }] = useDisclosure(false);
  const { opens, closes } = fields;
  const isHalf = (opens === '') !== (closes === '');
  return (
    <>
      <Button variant="subtle" size="compact-sm" w="fit-content" onClick={toggle} aria-expanded={isOpen}>
        {t('limits')}
      </Button>
      <Collapse expanded={isOpen}>
        <Stack>
          <Group grow align="flex-start">
            <TextInput
              type="time"
              label={t('opens')}
              description={t('opensMeaning')}
              value={opens}
              error={isHalf && opens === '' && t('halfOpen')}
              onChange={(event) => onChange({ opens: event.currentTarget.value })}
            />
            <TextInput
              type="time"
              label={t('closes')}
              description={t('closesMeaning')}
              value={closes}
              error={isHalf && closes === '' && t('halfOpen')}
              onChange={(event) => onChange({ closes: event.currentTarget.value })}
            />
          </Group>
          <Group grow align="flex-start">
            <NumberInput
              label={t('parallel')}
              description={t('parallelMeaning')}
              {...limits.parallel}
              allowDecimal={false}
              value={fields.parallel}
              onChange={(parallel) => onChange({ parallel: Number(parallel) || usual.parallel })}
            />
            <NumberInput
              label={t('megabytesPerSecond')}
              description={t('megabytesPerSecondMeaning')}
              placeholder={t('asFastAsItGoes')}
              {...limits.megabytesPerSecond}
              value={fields.megabytesPerSecond}
              onChange={(megabytesPerSecond) => onChange({ megabytesPerSecond })}
            />
          </Group>
          <NumberInput
            label={t('lookBackDays')}
            description={t('lookBackDaysMeaning')}
            {...limits.lookBackDays}
            allowDecimal={false}
            value={fields.lookBackDays}
            onChange={(days) => onChange({ lookBackDays: days === '' ? usual.lookBackDays : Number(days) })}
          />
        </Stack>
      </Collapse>
    </>
  );
}
