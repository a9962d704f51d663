/** What to open, why, and for how long. What was typed stays when it will not do: nobody has time to type it again. */
import { Alert, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { IconLockOpen } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { Section } from '../../../components/section.tsx';
import { moment } from '../../../format/dates.ts';

const targets = ['patientId', 'studyInstanceUid'] as const;
type Target = (typeof targets)[number];
/** Minutes; the API takes four hours at most. */
const durations = ['15', '30', '60', '120', '240'] as const;
type Duration = (typeof durations)[number];
/** As the API takes them. */
const MOST_ID = 64;
const LEAST_REASON = 10;
const MOST_REASON = 500;

export function OpenForm() {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const [target, setTarget] = useState<Target>('patientId');
  const [id, setId] = useState('');
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState<Duration>('60');
  const open = useMutation({
    mutationFn: () => api.breakGlass({ reason, [target]: id.trim(), minutes: Number(minutes) }),
    // There is more to see, everywhere.
    onSuccess: () => client.invalidateQueries(),
  });
  const isReady = id.trim() !== '' && reason.trim().length >= LEAST_REASON;
  return (
    <Section title={t('emergencyOpen')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) open.mutate();
        }}
      >
        <Stack>
          <Select
            label={t('emergencyTarget')}
            data={targets.map((value) => ({ value, label: t(`emergency_${value}`) }))}
            value={target}
            allowDeselect={false}
            onChange={(value) => value && setTarget(value as Target)}
          />
          <TextInput
            required
            label={t(`emergency_${target}_id`)}
            value={id}
            maxLength={MOST_ID}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setId(event.currentTarget.value)}
          />
          <TextInput
            required
            label={t('emergencyWhy')}
            description={t('emergencyWhyMeaning')}
            value={reason}
            maxLength={MOST_REASON}
            autoComplete="off"
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Select
            label={t('emergencyFor')}
            data={durations.map((value) => ({ value, label: t(`minutes_${value}`) }))}
            value={minutes}
            allowDeselect={false}
            onChange={(value) => value && setMinutes(value as Duration)}
          />
          {open.error && <Problem error={open.error} />}
          {open.data && <Opened {...open.data} />}
          <Group>
            <Button type="submit" color="red" disabled={!isReady} loading={open.isPending}>
              {t('emergencyDo')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

/** Leads to what can be seen now. */
function Opened({ expiresAt, opened }: Awaited<ReturnType<typeof api.breakGlass>>) {
  const { t } = useTranslation('account');
  const [first, ...more] = opened.studies;
  return (
    <Alert
      role="status"
      color="teal"
      icon={<IconLockOpen aria-hidden />}
      title={t('emergencyDone', { at: moment(expiresAt) })}
    >
      {first !== undefined && more.length === 0 && (
        <Link to="/studies/$study" params={{ study: first }}>
          {t('emergencyStudy')}
        </Link>
      )}
      {more.length > 0 && <Link to="/studies">{t('emergencyStudies')}</Link>}
    </Alert>
  );
}
